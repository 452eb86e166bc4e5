import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { config } from "#lib/config.ts";

const run = promisify(execFile);

/** Paths of the files of an authority, a server that has a certificate of it, and a client that has one. */
export interface Certificates {
  ca: string;
  serverCert: string;
  serverKey: string;
  clientCert: string;
  clientKey: string;
  remove(): Promise<void>;
}

interface CertificateOptions {
  /** the names and addresses of the server */
  names?: string;
  /** for how many days the certificate of the server holds; 0: it has expired */
  days?: number;
}

/** Makes an authority and the certificates of a server and a client, by `openssl`. */
export async function makeCertificates(options: CertificateOptions = {}): Promise<Certificates> {
  const { names = "DNS:localhost,IP:127.0.0.1", days = 2 } = options;
  const folder = await mkdtemp(join(tmpdir(), "fwr-tls-"));
  const openssl = (...args: string[]) => run("openssl", args, { cwd: folder });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=Test CA");
  for (const name of ["server", "client"]) {
    await openssl("req", ...key, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    await writeFile(join(folder, `${name}.ext`), name === "server" ? `subjectAltName=${names}\n` : "");
    await openssl(
      ...["x509", "-req", "-in", `${name}.csr`, "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"],
      ...["-out", `${name}.crt`, "-days", String(name === "server" ? days : 2), "-extfile", `${name}.ext`],
    );
  }
  return {
    ca: join(folder, "ca.crt"),
    serverCert: join(folder, "server.crt"),
    serverKey: join(folder, "server.key"),
    clientCert: join(folder, "client.crt"),
    clientKey: join(folder, "client.key"),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** The arguments of a Redis server that is reached by TLS alone, and asks clients for a certificate. */
export function tlsArgs({ ca, serverCert, serverKey }: Certificates, port: number): string[] {
  return [
    ...["--port", "0", "--tls-port", String(port), "--tls-replication", "yes", "--tls-auth-clients", "yes"],
    ...["--tls-ca-cert-file", ca, "--tls-cert-file", serverCert, "--tls-key-file", serverKey],
  ];
}

/** The variables with which a program reaches such a server. */
export const tlsVariables = ({ ca, clientCert, clientKey }: Certificates) => ({
  REDIS_CA_FILE: ca,
  REDIS_CERT_FILE: clientCert,
  REDIS_KEY_FILE: clientKey,
});

/** Gives this process those variables, and others of the configuration. */
export function trustCertificates(certificates: Certificates, others: Partial<ReturnType<typeof config>> = {}): void {
  Object.assign(config(), tlsVariables(certificates), others);
}
