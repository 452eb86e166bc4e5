import { createHash } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { LRUCache } from "lru-cache";
import { acceptsEncoding, matchesEtag } from "#lib/front/http/compression.ts";
import { contentPolicy, policyHeaders, securityHeaders } from "#lib/front/http/security-headers.ts";

/**
 * Prerendered documents as they are sent, in the memory of this process: hashed and compressed once, and for a moment
 * answered from here without Next.js, which takes several times as long to look one up. They are the same for everyone,
 * so any cache could be put in front of them.
 */

/** A document with its policy. */
export interface PreparedDocument {
  policy: string;
  html: Buffer;
  gzip: Buffer;
}

interface CachedDocument {
  etag: string;
  headers: OutgoingHttpHeaders;
  document: PreparedDocument;
}

/** How long a document is answered from here before Next.js is asked again, in milliseconds. */
const LIFE_MS = 1000;
/** Documents that are cached; about 100 kB each. */
const MAX_DOCUMENTS = 300;

const prepared = new LRUCache<string, PreparedDocument>({ max: MAX_DOCUMENTS });
const cached = new LRUCache<string, CachedDocument>({
  max: MAX_DOCUMENTS,
  ttl: LIFE_MS,
  perf: { now: () => Date.now() },
});
let drops = 0;
/** {@link drops} when all were last dropped */
let droppedAll = 0;
/** path → {@link drops} when it was last dropped alone */
const droppedPaths = new LRUCache<string, number>({ max: 10_000 });

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;
/** The inline scripts that Next.js writes: each passes one value to its own code, which is in files. */
const PASSED_VALUE = new RegExp(
  `^(?:${[
    "self.__next_f",
    "(self.__next_f=self.__next_f||[])",
    '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = []))',
  ]
    .map((receiver) => RegExp.escape(receiver))
    .join("|")})\\.push\\((.*)\\);?$`,
  "s",
);

/** Whether a script only passes a JSON value to Next.js, so that it can do nothing of its own. */
function passesValue(script: string): boolean {
  try {
    JSON.parse(PASSED_VALUE.exec(script)?.[1] ?? "no value");
    return true;
  } catch {
    return false;
  }
}

/**
 * The policy that allows the inline scripts of a prerendered document by their hashes. Documents are rendered while the
 * store runs, so there can be no list of hashes from the build; instead only scripts of the forms that Next.js writes
 * are allowed. One that got into a document by an injection is none of them, and does not run.
 */
export function hashScripts(html: string): string {
  const hashes = new Set<string>();
  for (const [, script = ""] of html.matchAll(INLINE_SCRIPT)) {
    if (passesValue(script)) hashes.add(`'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  }
  return contentPolicy([...hashes].join(" "));
}

/** Hashes and compresses a document, once for each etag. */
export function prepareDocument(etag: string, html: string): PreparedDocument {
  const known = prepared.get(etag);
  if (known) return known;
  const made = { policy: hashScripts(html), html: Buffer.from(html), gzip: gzipSync(html) };
  prepared.set(etag, made);
  return made;
}

// A prerendered document does not depend on the query.
const pathOf = (req: IncomingMessage) => req.url?.split("?")[0] ?? "";

/** How often documents were dropped: what was asked for before the last time may be old. */
export function countDrops(): number {
  return drops;
}

const OWN_HEADERS = new Set(Object.keys(securityHeaders(true)));

/**
 * Caches a document for the next requests for the same path, unless documents were dropped while it was rendered.
 * @param headers those of the reply, as Next.js set them
 * @param since {@link countDrops} when it was asked for
 */
export function cacheDocument(
  req: IncomingMessage,
  document: PreparedDocument,
  headers: Readonly<OutgoingHttpHeaders>,
  since: number,
): void {
  const path = pathOf(req);
  if (since < droppedAll || since < (droppedPaths.get(path) ?? 0) || headers["set-cookie"] !== undefined) return;
  const theirs = Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name)));
  cached.set(path, { etag: String(headers.etag), headers: theirs, document });
}

/** Forgets every document, or that of one path: to be called whenever what they show may have changed. */
export function dropDocuments(path?: string): void {
  drops++;
  if (path === undefined) {
    droppedAll = drops;
    cached.clear();
  } else {
    droppedPaths.set(path, drops);
    cached.delete(path);
  }
}

/** A document in the encoding that the client accepts, with the headers that belong to it. */
export function encodeDocument(req: IncomingMessage, document: PreparedDocument) {
  const gzip = acceptsEncoding(req, "gzip");
  const body = gzip ? document.gzip : document.html;
  const headers: OutgoingHttpHeaders = {
    ...policyHeaders(document.policy),
    "content-length": body.length,
    ...(gzip ? { "content-encoding": "gzip" } : {}),
  };
  return { body, headers };
}

/** Answers a request for a document from the cache. @returns whether it did */
export function answerFromCache(req: IncomingMessage, res: ServerResponse): boolean {
  if (req.method !== "GET" && req.method !== "HEAD") return false;
  const found = cached.get(pathOf(req));
  if (!found) return false;
  const set = (headers: OutgoingHttpHeaders) => {
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) res.setHeader(name, value);
  };
  set(found.headers);
  if (matchesEtag(req, found.etag)) {
    res.statusCode = 304;
    res.removeHeader("content-type");
    res.end();
    return true;
  }
  const { body, headers } = encodeDocument(req, found.document);
  set(headers);
  res.appendHeader("vary", "Accept-Encoding");
  res.end(req.method === "HEAD" ? undefined : body);
  return true;
}
