import type { IncomingMessage, ServerResponse } from "node:http";
import { constants, createGzip } from "node:zlib";

const TYPES = /^(text\/(?!event-stream)|application\/(json|javascript|problem\+json|manifest\+json)|image\/svg\+xml)/;
/** Replies shorter than this gain nothing, in bytes. */
const LEAST = 1024;

const NAMED = { gzip: /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/, br: /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/ };

/** Whether the client reads an encoding: names it, and not with a weight of nothing. */
export function acceptsEncoding(req: IncomingMessage, encoding: keyof typeof NAMED): boolean {
  return NAMED[encoding].test(String(req.headers["accept-encoding"] ?? ""));
}

/** Whether the client has what an etag stands for, in whatever encoding (RFC 9110, weak comparison). */
export function matchesEtag(req: IncomingMessage, etag: string): boolean {
  const strong = (text: string) => text.trim().replace(/^W\//, "");
  return String(req.headers["if-none-match"] ?? "")
    .split(",")
    .some((had) => strong(had) === strong(etag));
}

/** Whether a reply, whose head is not sent yet and whose first piece is known, is better sent through gzip. */
export function isWorthGzip(req: IncomingMessage, res: ServerResponse, first: unknown): boolean {
  if (req.method === "HEAD" || res.statusCode !== 200 || res.hasHeader("content-encoding")) return false;
  if (!TYPES.test(String(res.getHeader("content-type")))) return false;
  const known = Number(res.getHeader("content-length") ?? 0);
  return known >= LEAST || (first instanceof Uint8Array || typeof first === "string" ? first.length >= LEAST : false);
}

/** Sends what is written to a response from now on through gzip, each piece at once. */
export function compress(res: ServerResponse): void {
  const { write, end } = res;
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  res.setHeader("content-encoding", "gzip");
  res.removeHeader("content-length");
  gzip.on("data", (chunk) => Reflect.apply(write, res, [chunk]));
  gzip.on("end", () => Reflect.apply(end, res, []));
  gzip.on("drain", () => res.emit("drain"));
  res.on("close", () => gzip.destroy());
  res.write = ((...args: unknown[]) => Reflect.apply(gzip.write, gzip, args)) as typeof res.write;
  res.end = ((chunk: unknown, ...rest: unknown[]) => {
    if (chunk == null) gzip.end();
    else Reflect.apply(gzip.end, gzip, [chunk, ...rest]);
    return res;
  }) as typeof res.end;
}
