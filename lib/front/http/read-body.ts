import type { IncomingMessage } from "node:http";
import { announcesTooMuch, BodyCollector, ClientGoneError } from "#lib/web/request/api-request.ts";

/**
 * Reads a body. One that turns out to be too large is read on and dropped for a while, so that the connection stays
 * usable.
 * @param most bytes
 * @returns null when it is larger
 * @throws ClientGoneError when the client goes away
 */
export function readBody(req: IncomingMessage, most: number): Promise<Buffer | null> {
  if (announcesTooMuch(req.headers["content-length"], most)) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const body = new BodyCollector(most);
    req.on("data", (piece: Buffer) => {
      if (!body.add(piece)) resolve(null);
    });
    req.on("end", () => resolve(body.bytes));
    req.on("error", () => {});
    req.on("close", () => {
      if (!req.complete) reject(new ClientGoneError());
    });
  });
}
