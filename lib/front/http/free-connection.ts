import type { IncomingMessage, ServerResponse } from "node:http";
import { MAX_DROPPED_BYTES } from "#lib/web/request/api-request.ts";

/** How long a client has to read the reply before a connection that can't be read any more is cut, in milliseconds. */
const LINGER_MS = 1000;

/** Reads and drops what is left of a request. */
function drain(req: IncomingMessage): void {
  let dropped = 0;
  req.unpipe();
  req.removeAllListeners("data");
  req.on("data", (piece: Buffer) => {
    dropped += piece.length;
    if (dropped > MAX_DROPPED_BYTES) req.destroy();
  });
  req.on("error", () => {});
  req.resume();
}

/**
 * Frees the connection of a request once its reply is sent. Next.js may answer an action in the middle of its body and
 * leave the rest unread: the next request on that connection would wait behind it until it times out, and through a
 * proxy that pools connections it is somebody else's. The rest is read where it can be; otherwise the connection is
 * closed.
 */
export function freeConnectionAfterReply(req: IncomingMessage, res: ServerResponse): void {
  // Now: a request that Next.js has given up has none any more.
  const { socket } = req;
  res.once("finish", () => {
    if (req.complete) return;
    if (!req.destroyed) return drain(req);
    socket.end();
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  });
}
