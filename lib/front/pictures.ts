import { readFile } from "node:fs/promises";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { join } from "node:path";
import { LRUCache } from "lru-cache";
import { matchesEtag } from "#lib/front/http/compression.ts";
import { describeRequest } from "#lib/front/http/describe-request.ts";
import { BARE_POLICY } from "#lib/front/http/security-headers.ts";
import { logError } from "#lib/log.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { categories } from "#lib/sku/categories.ts";
import { readPicture } from "#lib/sku/picture/store.ts";
import { DEFAULT_PICTURE, parseUploadPath } from "#lib/sku/picture-path.ts";

/** Uploaded pictures, from Redis through a small cache, and a drawing in place of a picture that is not there. */

/** An address has the digest of its content in it: what it stands for never changes. */
const UPLOADED = "public, max-age=31536000, immutable";

/** What each process keeps in memory, in bytes: some 400 pictures of cards. */
const KEPT_BYTES = 16 * 1024 * 1024;
/** A picture that was removed, or damaged, is noticed after this time, in milliseconds. */
const TRUST_MS = 10_000;

/** The bytes by path; requests for one path at the same time are one round trip. */
const kept = new LRUCache<string, Buffer>({
  maxSize: KEPT_BYTES,
  sizeCalculation: ({ length }) => length,
  ttl: TRUST_MS,
  ttlResolution: 1000,
  noDeleteOnFetchRejection: true,
  noDeleteOnStaleGet: true,
  async fetchMethod(path) {
    const upload = parseUploadPath(path);
    return (upload && (await readPicture(upload.id, upload.size))) ?? undefined;
  },
});

/** The bytes of an uploaded picture. What is kept is still right while Redis does not answer. */
const read = (path: string) =>
  kept.fetch(path).catch((error: unknown) => {
    const stale = kept.get(path, { allowStale: true });
    if (stale) return stale;
    throw error;
  });

const PICTURE = /^\/pictures\/[\w./-]+\.(svg|webp|avif|png|jpe?g|gif)$/;

/** Whether a path is that of a picture, there or not: what a page asks for in an img element. */
export const isPicture = (path: string) => PICTURE.test(path);

function send(req: IncomingMessage, res: ServerResponse, status: number, headers: OutgoingHttpHeaders, body: Buffer) {
  res.writeHead(status, { "content-security-policy": BARE_POLICY, "content-length": body.length, ...headers });
  res.end(req.method === "HEAD" ? undefined : body);
}

/**
 * Browsers show a picture whatever its status is: in place of a missing one they get the drawing of the department that
 * the page named in the query, so that no page has a hole.
 */
async function sendDrawing(req: IncomingMessage, res: ServerResponse, away: boolean): Promise<void> {
  const department = new URLSearchParams(req.url?.split("?")[1]).get("department");
  const path = categories.find(({ slug }) => slug === department)?.picture ?? DEFAULT_PICTURE;
  const drawing = await readFile(join(process.cwd(), "public", path));
  const headers = { "content-type": "image/svg+xml; charset=utf-8", "cache-control": "no-store" };
  send(req, res, away ? 503 : 404, away ? { ...headers, "retry-after": "1" } : headers, drawing);
}

async function answer(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
  try {
    const body = parseUploadPath(path) ? await read(path) : undefined;
    if (!body) return await sendDrawing(req, res, false);
    // Strong: there is one encoding.
    const etag = `"${path.slice("/pictures/".length, -".webp".length)}"`;
    if (!matchesEtag(req, etag))
      return send(req, res, 200, { "content-type": "image/webp", "cache-control": UPLOADED, etag }, body);
    res.writeHead(304, { etag, "cache-control": UPLOADED });
    res.end();
  } catch (error) {
    if (error instanceof RedisUnavailableError) return await sendDrawing(req, res, true);
    throw error;
  }
}

/** Answers a request for a picture that is no file of the release. @returns whether it is one */
export function answerPicture(req: IncomingMessage, res: ServerResponse): boolean {
  if (req.method !== "GET" && req.method !== "HEAD") return false;
  const path = req.url?.split("?")[0] ?? "";
  if (!isPicture(path)) return false;
  answer(req, res, path).catch((error: unknown) => {
    logError("picture-failed", error, describeRequest(req));
    res.destroy();
  });
  return true;
}
