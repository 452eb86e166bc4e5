import { isIP } from "node:net";
import { checkServerIdentity, type PeerCertificate } from "node:tls";
import { config } from "#lib/config.ts";
import { splitNodes } from "#lib/net/redis-address.ts";
import { readTlsFiles } from "#lib/net/tls-files.ts";

/** TLS to Redis, by `rediss://` in an address and REDIS_CA_FILE, REDIS_CERT_FILE and REDIS_KEY_FILE. */

const hostOf = (url: string) => new URL(url).hostname.replace(/^\[|\]$/g, "");

/**
 * The name by which a server is asked for, and which its certificate has to bear: that of its address. Managed clusters
 * announce their nodes by IP address, with the certificate of the cluster: then it is the name in REDIS_CLUSTER.
 */
function serverName(host: string): string | null {
  if (!isIP(host)) return host;
  const [first = ""] = splitNodes(config().REDIS_CLUSTER ?? "");
  const name = first.startsWith("rediss://") ? hostOf(first) : host;
  return isIP(name) ? null : name;
}

/** The paths of the files that the environment names. */
export const tlsFiles = () => {
  const { REDIS_CA_FILE: ca, REDIS_CERT_FILE: cert, REDIS_KEY_FILE: key } = config();
  return { ca, cert, key };
};

/**
 * The TLS options of a connection; none for an address without TLS. The files are read each time, so a client that is
 * made after they were replaced uses the new ones.
 * @param url `redis://`, `rediss://` or `unix://`
 */
export function tlsSettings(url: string) {
  if (!url.startsWith("rediss://")) return {};
  const host = hostOf(url);
  const servername = serverName(host);
  return {
    tls: true as const,
    ...readTlsFiles(tlsFiles()),
    ...(servername ? { servername } : {}),
    // A certificate for the IP address of a node is as good as one for the name of its cluster.
    checkServerIdentity(name: string, certificate: PeerCertificate): Error | undefined {
      const fault = checkServerIdentity(name, certificate);
      return fault && isIP(host) ? checkServerIdentity(host, certificate) : fault;
    },
  };
}

const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/, "what answers at this port does not speak TLS"],
  [/CERT_HAS_EXPIRED/, "the certificate of the server has expired"],
  [/ALTNAME_INVALID/, "the certificate of the server is for another name"],
  [
    /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|UNABLE_TO_GET_ISSUER_CERT/,
    "the certificate of the server is of an authority that is not believed: name its file in REDIS_CA_FILE",
  ],
  [
    /ALERT_(CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE)/,
    "the server asks for a client certificate: REDIS_CERT_FILE and REDIS_KEY_FILE",
  ],
  [
    /ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|DECRYPT_ERROR|CERTIFICATE_\w+)/,
    "the server refuses the certificate of REDIS_CERT_FILE",
  ],
];

/** Why TLS can't work with a server, however often it is tried, and what to do; null if an error says something else. */
export function explainTlsFailure(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const found = REFUSALS.find(([pattern]) => pattern.test(code));
  return found ? `${found[1]} (${code})` : null;
}
