import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { compress, isWorthGzip, takesGzip } from "./compress.ts";
import { contentPolicy } from "./headers.ts";

/**
 * Documents get a Content-Security-Policy without `unsafe-inline` for scripts, whether they are rendered for one
 * request or prerendered for everyone. Next.js fills documents by inline scripts. Where it renders for one request it
 * marks them with the nonce that it finds in a header of the request; in a prerendered document, which is the same for
 * everyone, a nonce would be no secret, so there each script is allowed by its hash. To hash what it sends, the front
 * compresses in the place of Next.js, and a prerendered document once, not for each request.
 */

/** A prerendered document, prepared. */
interface Prepared {
  policy: string;
  gzip: Buffer;
}

/** Documents that are kept; about 30 kB each. */
const KEPT = 300;
const prepared = new Map<string, Prepared>();
const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** Allows the inline scripts of a document by their hashes. */
export function hashScripts(html: string): string {
  const hashes = new Set<string>();
  for (const [, script = ""] of html.matchAll(INLINE_SCRIPT)) {
    hashes.add(`'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  }
  return contentPolicy([...hashes].join(" "));
}

function prepare(etag: string, html: string): Prepared {
  const known = prepared.get(etag);
  if (known) return known;
  const made = { policy: hashScripts(html), gzip: gzipSync(html) };
  if (prepared.size >= KEPT) prepared.delete(prepared.keys().next().value ?? "");
  prepared.set(etag, made);
  return made;
}

/** Whether a request may be answered with a document: not what the router of Next.js asks for by script, nor a file. */
function asksForDocument(req: IncomingMessage): boolean {
  const byScript = req.headers.rsc !== undefined || req.headers["next-action"] !== undefined;
  const isFile = /^\/(_next|api|pictures)\//.test(req.url ?? "");
  return !byScript && !isFile && /text\/html|\*\/\*/.test(req.headers.accept ?? "*/*");
}

const isHtml = (res: ServerResponse) => String(res.getHeader("content-type")).startsWith("text/html");

/**
 * What a document is sent as: sets its policy and compression.
 * @param first the first piece, or the whole of a prerendered one
 * @returns what to send in its place
 */
function makeReady(req: IncomingMessage, res: ServerResponse, nonce: string, first: unknown): unknown {
  const etag = res.getHeader("etag");
  if (typeof first !== "string" || typeof etag !== "string" || !res.hasHeader("x-nextjs-prerender")) {
    res.setHeader("content-security-policy", contentPolicy(nonce));
    if (takesGzip(req) && req.method !== "HEAD") compress(res);
    return first;
  }
  const { policy, gzip } = prepare(etag, first);
  res.setHeader("content-security-policy", policy);
  if (!takesGzip(req)) return first;
  res.setHeader("content-encoding", "gzip");
  res.setHeader("content-length", gzip.length);
  return gzip;
}

/** Sees to the policy of a document, and to the compression of every reply. */
export function guardReply(req: IncomingMessage, res: ServerResponse): void {
  const isDocument = asksForDocument(req);
  const nonce = `'nonce-${randomBytes(16).toString("base64")}'`;
  if (isDocument) req.headers["content-security-policy"] = `script-src ${nonce}`;
  else delete req.headers["content-security-policy"];
  const { write, end, flushHeaders } = res;
  // Next.js sends the head of what it streams ahead; it can wait for the first piece, except where that may be long.
  res.flushHeaders = () => {
    if (String(res.getHeader("content-type")).startsWith("text/event-stream")) Reflect.apply(flushHeaders, res, []);
  };
  const pass = (name: "write" | "end") =>
    ((first: unknown, ...rest: unknown[]) => {
      // The last moment before the head is sent; what follows goes its way.
      res.write = write;
      res.end = end;
      res.flushHeaders = flushHeaders;
      let sent = first;
      // A browser puts the headers of a 304 in the place of those it has: there the policy stays that of the document.
      if (!res.headersSent && res.statusCode !== 304) {
        if (isDocument && isHtml(res)) sent = makeReady(req, res, nonce, first);
        else if (takesGzip(req) && isWorthGzip(req, res, first)) compress(res);
        if (res.hasHeader("content-encoding")) res.appendHeader("vary", "Accept-Encoding");
      }
      return Reflect.apply(res[name], res, sent === undefined ? [] : [sent, ...rest]);
    }) as never;
  res.write = pass("write");
  res.end = pass("end");
}
