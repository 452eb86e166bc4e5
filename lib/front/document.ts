import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ReplyStatus } from "#lib/web/forms/reply-status.ts";
import { acceptsEncoding, compress, isWorthGzip } from "./compression.ts";
import { countDrops, keepDocument, prepareDocument, sendDocument } from "./document-cache.ts";
import { contentPolicy } from "./security-headers.ts";

/**
 * Documents get a Content-Security-Policy without `unsafe-inline` for scripts, whether they are rendered for one
 * request or prerendered for everyone. Next.js fills documents by inline scripts. Where it renders for one request it
 * marks them with the nonce that it finds in a header of the request; in a prerendered document, which is the same for
 * everyone, a nonce would be no secret, so there each script is allowed by its hash. To hash what it sends, the front
 * compresses in the place of Next.js, and a prerendered document once, not for each request (kept-documents.ts).
 */

/** Whether a request may be answered with a document: not what the router of Next.js asks for by script, nor a file. */
export function asksForDocument(req: IncomingMessage): boolean {
  const byScript = req.headers.rsc !== undefined || req.headers["next-action"] !== undefined;
  const isFile = /^\/(_next|api|pictures)\//.test(req.url ?? "");
  return !byScript && !isFile && /text\/html|\*\/\*/.test(req.headers.accept ?? "*/*");
}

const isHtml = (res: ServerResponse) => String(res.getHeader("content-type")).startsWith("text/html");

/** What is known of a request when it comes in. */
interface Asked {
  nonce: string;
  /** how often documents had been dropped by then */
  since: number;
  /** the headers that the front has set itself */
  own: ReadonlySet<string>;
}

/**
 * What a document is sent as: sets its policy and compression.
 * @param first the first piece, or the whole of a prerendered one
 * @returns what to send in its place
 */
function makeReady(req: IncomingMessage, res: ServerResponse, asked: Asked, first: unknown): unknown {
  const etag = res.getHeader("etag");
  if (typeof first !== "string" || typeof etag !== "string" || !res.hasHeader("x-nextjs-prerender")) {
    res.setHeader("content-security-policy", contentPolicy(asked.nonce));
    if (acceptsEncoding(req, "gzip") && req.method !== "HEAD") compress(res);
    return first;
  }
  const document = prepareDocument(etag, first);
  if (res.statusCode === 200) {
    const headers = Object.entries(res.getHeaders()).flatMap(([name, value]) =>
      value === undefined || asked.own.has(name) ? [] : [[name, value] satisfies [string, unknown]],
    );
    keepDocument(req, document, { etag, headers, since: asked.since });
  }
  return sendDocument(req, res, document);
}

/**
 * Sees to the policy and status of a document, and to the compression of every reply.
 * @param reply what the action of a form has said by the time the document is sent
 */
export function guardReply(req: IncomingMessage, res: ServerResponse, reply: ReplyStatus = {}): void {
  const isDocument = asksForDocument(req);
  const nonce = isDocument ? `'nonce-${randomBytes(16).toString("base64")}'` : "";
  const asked = { nonce, since: countDrops(), own: new Set(res.getHeaderNames()) };
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
      if (isDocument && !res.headersSent && res.statusCode === 200 && reply.status) {
        res.statusCode = reply.status;
        if (reply.retryAfter) res.setHeader("retry-after", reply.retryAfter);
      }
      // A browser puts the headers of a 304 in the place of those it has: there the policy stays that of the document.
      if (!res.headersSent && res.statusCode !== 304) {
        if (isDocument && isHtml(res)) sent = makeReady(req, res, asked, first);
        else if (acceptsEncoding(req, "gzip") && isWorthGzip(req, res, first)) compress(res);
        if (res.hasHeader("content-encoding")) res.appendHeader("vary", "Accept-Encoding");
      }
      return Reflect.apply(res[name], res, sent === undefined ? [] : [sent, ...rest]);
    }) as never;
  res.write = pass("write");
  res.end = pass("end");
}
