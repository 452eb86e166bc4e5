import type { IncomingMessage } from "node:http";
import type { PendingReply } from "./intercept-head.ts";

const COMPRESSIBLE =
  /^(text\/(?!event-stream)|application\/(json|javascript|problem\+json|manifest\+json)|image\/svg\+xml)/;
/** Replies shorter than this gain nothing, in bytes. */
export const MIN_GZIP_BYTES = 1024;

const ACCEPTED = { gzip: /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/, br: /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/ };

/** Whether the client accepts an encoding: names it, with a weight above 0. */
export function acceptsEncoding(req: IncomingMessage, encoding: keyof typeof ACCEPTED): boolean {
  return ACCEPTED[encoding].test(String(req.headers["accept-encoding"] ?? ""));
}

/** Whether the client has what an etag stands for, in whatever encoding (RFC 9110, weak comparison). */
export function matchesEtag(req: IncomingMessage, etag: string): boolean {
  const strong = (text: string) => text.trim().replace(/^W\//, "");
  return String(req.headers["if-none-match"] ?? "")
    .split(",")
    .some((had) => strong(had) === strong(etag));
}

/** Whether replies of this content type get shorter by compressing them. */
export const isCompressible = (contentType: unknown) => COMPRESSIBLE.test(String(contentType));

/** Whether a reply is long enough to be worth compressing, and of a kind that gets shorter by it. */
export function isWorthGzip({ status, headers, first }: PendingReply): boolean {
  if (status !== 200 || headers["content-encoding"] !== undefined) return false;
  if (!isCompressible(headers["content-type"])) return false;
  const length = first instanceof Uint8Array || typeof first === "string" ? first.length : 0;
  return Math.max(length, Number(headers["content-length"] ?? 0)) >= MIN_GZIP_BYTES;
}
