import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { acceptsEncoding, matchesEtag } from "./compression.ts";
import { contentPolicy } from "./security-headers.ts";

/**
 * Prerendered documents as they are sent, in the memory of this process: hashed and compressed once, and for a moment
 * answered from here, without Next.js, which takes several times as long to look one up. They are the same for
 * everyone (DESIGN §5), so this is the cache that may stand in front of any of them.
 */

/** A document with its head. */
interface Kept {
  etag: string;
  headers: [string, number | string | readonly string[]][];
  document: PreparedDocument;
  /** milliseconds, as of `performance.now()` */
  until: number;
}

export interface PreparedDocument {
  policy: string;
  html: Buffer;
  gzip: Buffer;
}

/** After so long Next.js is asked again, in milliseconds: it renders what has grown old anew. */
const LIFE_MS = 1000;
/** Documents that are kept; about 100 kB each. */
const MOST = 300;

const prepared = new Map<string, PreparedDocument>();
const kept = new Map<string, Kept>();
let drops = 0;

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** The policy that allows the inline scripts of a document by their hashes. */
export function hashScripts(html: string): string {
  const hashes = new Set<string>();
  for (const [, script = ""] of html.matchAll(INLINE_SCRIPT)) {
    hashes.add(`'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  }
  return contentPolicy([...hashes].join(" "));
}

function put<T>(map: Map<string, T>, key: string, value: T): void {
  if (map.size >= MOST) map.delete(map.keys().next().value ?? "");
  map.set(key, value);
}

/** Hashes and compresses a document, once for each etag. */
export function prepareDocument(etag: string, html: string): PreparedDocument {
  const known = prepared.get(etag);
  if (known) return known;
  const made = { policy: hashScripts(html), html: Buffer.from(html), gzip: gzipSync(html) };
  put(prepared, etag, made);
  return made;
}

// A prerendered document does not know of the query.
const pathOf = (req: IncomingMessage) => req.url?.split("?")[0] ?? "";

/** How often documents were dropped: what was asked for before the last time may be old. */
export function countDrops(): number {
  return drops;
}

/**
 * Keeps a document for the next who ask for the same path.
 * @param headers what Next.js says of it
 * @param since {@link countDrops} when it was asked for
 */
export function keepDocument(
  req: IncomingMessage,
  document: PreparedDocument,
  { etag, headers, since }: { etag: string; headers: Kept["headers"]; since: number },
): void {
  if (since !== drops || headers.some(([name]) => name === "set-cookie")) return;
  kept.delete(pathOf(req));
  put(kept, pathOf(req), { etag, headers, document, until: performance.now() + LIFE_MS });
}

/** Forgets every document: to be called whenever what they show may have changed. */
export function dropDocuments(): void {
  drops++;
  kept.clear();
}

/** Sends a prepared document, or what of it the client does not have. */
export function sendDocument(req: IncomingMessage, res: ServerResponse, document: PreparedDocument): Buffer {
  res.setHeader("content-security-policy", document.policy);
  const body = acceptsEncoding(req, "gzip") ? document.gzip : document.html;
  if (body === document.gzip) res.setHeader("content-encoding", "gzip");
  res.setHeader("content-length", body.length);
  return body;
}

/** Answers a request for a document from what is kept. @returns whether it did */
export function answerKept(req: IncomingMessage, res: ServerResponse): boolean {
  if (req.method !== "GET" && req.method !== "HEAD") return false;
  const found = kept.get(pathOf(req));
  if (!found || found.until < performance.now()) return false;
  for (const [name, value] of found.headers) res.setHeader(name, value);
  if (matchesEtag(req, found.etag)) {
    res.statusCode = 304;
    res.removeHeader("content-type");
    res.end();
    return true;
  }
  const body = sendDocument(req, res, found.document);
  res.appendHeader("vary", "Accept-Encoding");
  res.end(req.method === "HEAD" ? undefined : body);
  return true;
}
