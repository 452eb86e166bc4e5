import { createHash } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { LRUCache } from "lru-cache";
import { chooseEncoding, compress, type Encoding, matchesEtag, weakEtag } from "#lib/front/http/compression.ts";
import { removeEmptyActions } from "#lib/front/http/empty-actions.ts";
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
  /** the compressed forms that were asked for */
  encoded: Map<Encoding, Buffer>;
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
  perf: { now: () => performance.now() },
});
/** The last document of each path, for when no other can be rendered. */
const latest = new LRUCache<string, CachedDocument>({ max: MAX_DOCUMENTS });
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

/** Hashes a document, once for each etag. */
export function prepareDocument(etag: string, html: string): PreparedDocument {
  const known = prepared.get(etag);
  if (known) return known;
  const valid = removeEmptyActions(html);
  const made: PreparedDocument = { policy: hashScripts(valid), html: Buffer.from(valid), encoded: new Map() };
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
  const etag = weakEtag(String(headers.etag));
  const entry = { etag, headers: { ...theirs, etag }, document };
  cached.set(path, entry);
  latest.set(path, entry);
}

/** To be called when there is no document at a path any more: the last one is not shown, whatever happens. */
export function forgetDocument(req: IncomingMessage): void {
  latest.delete(pathOf(req));
}

/**
 * The last document of a path, however old, with all headers, for a request to which none can be rendered; null when none
 * was cached.
 */
export function findLatestDocument(
  req: IncomingMessage,
  https: boolean,
): { headers: OutgoingHttpHeaders; body: Buffer | undefined } | null {
  const found = req.method === "GET" || req.method === "HEAD" ? latest.get(pathOf(req)) : undefined;
  if (!found) return null;
  const { body, headers } = encodeDocument(req, found.document);
  return {
    headers: { ...securityHeaders(https), ...found.headers, ...headers, vary: "Accept-Encoding" },
    body: req.method === "HEAD" ? undefined : body,
  };
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

function compressOnce(document: PreparedDocument, encoding: Encoding): Buffer {
  const known = document.encoded.get(encoding);
  if (known) return known;
  const made = compress(document.html, encoding);
  document.encoded.set(encoding, made);
  return made;
}

/** A document in the encoding that the client accepts, with the headers that belong to it except `Vary`. */
export function encodeDocument(req: IncomingMessage, document: PreparedDocument) {
  const encoding = chooseEncoding(req);
  const body = encoding ? compressOnce(document, encoding) : document.html;
  const headers: OutgoingHttpHeaders = {
    ...policyHeaders(document.policy),
    "content-length": body.length,
    ...(encoding ? { "content-encoding": encoding } : {}),
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
  res.appendHeader("vary", "Accept-Encoding");
  if (matchesEtag(req, found.etag)) {
    res.statusCode = 304;
    res.removeHeader("content-type");
    res.end();
    return true;
  }
  const { body, headers } = encodeDocument(req, found.document);
  set(headers);
  res.end(req.method === "HEAD" ? undefined : body);
  return true;
}
