import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";
import { config } from "#lib/config.ts";
import { splitNodes } from "#lib/net/redis-address.ts";

/** How long a server may take to show which protocol it speaks, in milliseconds. */
const PATIENCE_MS = 1000;

/** The first address that the environment names, with its scheme; null for a Unix socket, and where it names none. */
function firstAddress(): URL | null {
  const { REDIS_URL, REDIS_CLUSTER, REDIS_SENTINEL } = config();
  const [first = ""] = splitNodes(REDIS_URL ?? REDIS_CLUSTER ?? REDIS_SENTINEL ?? "");
  if (first === "" || first.startsWith("unix://")) return null;
  return new URL(first.includes("://") ? first : `redis://${first}`);
}

/**
 * Whether a Redis that does not answer speaks TLS where its address says that it does not, or the other way round. A
 * server waits silently for more of what it can't read, so it is asked in the other protocol.
 * @returns what to write in place of the address, null when that is not the reason
 */
export async function findOtherProtocol(): Promise<string | null> {
  const url = firstAddress();
  if (!url) return null;
  const isTls = url.protocol === "rediss:";
  const target = { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || 6379) };
  // Nothing is sent to it but a handshake, so its certificate does not matter.
  const socket = isTls ? connectTcp(target) : connectTls({ ...target, rejectUnauthorized: false });
  const answers = await new Promise<boolean>((resolve) => {
    socket.setTimeout(PATIENCE_MS, () => resolve(false));
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
    if (isTls) socket.once("connect", () => socket.write("PING\r\n"));
    if (isTls) socket.once("data", (reply) => resolve(/^[+-]/.test(reply.toString())));
    else socket.once("secureConnect", () => resolve(true));
  });
  socket.destroy();
  if (!answers) return null;
  return isTls
    ? "the server does not speak TLS at this port: write redis:// in place of rediss://"
    : "the server speaks TLS at this port: write rediss:// in place of redis://";
}
