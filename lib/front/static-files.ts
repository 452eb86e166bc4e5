import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { acceptsEncoding, matchesEtag } from "#lib/front/http/compression.ts";
import { BARE_POLICY } from "#lib/front/http/security-headers.ts";

/**
 * The files of the build and of public/, in the memory of each process (about 5 MB), with the compressed forms that
 * `bin/assets/compress.ts` wrote. Next.js would compress a script again for every request.
 */

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** The name of a built file changes with its content. */
const BUILT = "public, max-age=31536000, immutable";
/** A picture may change with a release: fresh for an hour, then revalidated in the background for a day. */
const PICTURE = "public, max-age=3600, stale-while-revalidate=86400";

/** The names of the encodings in `Accept-Encoding`, the best first, and the suffixes of their files. */
export const ENCODINGS = [
  ["br", ".br"],
  ["gzip", ".gz"],
] as const;

interface StaticFile {
  etag: string;
  headers: OutgoingHttpHeaders;
  plain: Buffer;
  encoded: { name: (typeof ENCODINGS)[number][0]; bytes: Buffer }[];
}

/** By the path of the URL. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

/** The folders that a browser finds below a path of the URL. */
const STATIC_FOLDERS = { "/_next/static/": ".next/static", "/": "public" } as const;
/** The folder of their compressed forms, by the path of the URL. */
export const COMPRESSED = ".next/compressed";

/** All static files with the path of their URL; none where a folder does not exist. */
export async function listStatic(root: string): Promise<{ path: string; file: string }[]> {
  const found: { path: string; file: string }[] = [];
  for (const [prefix, folder] of Object.entries(STATIC_FOLDERS)) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const file = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !(extname(entry.name) in TYPES)) continue;
      found.push({ path: prefix + file.slice(join(root, folder).length + 1), file });
    }
  }
  return found;
}

/** Reads every file. Files of other types are left to Next.js. @param root the project's folder */
export async function loadStatic(root: string): Promise<StaticFiles> {
  const load = async ({ path, file }: { path: string; file: string }): Promise<[string, StaticFile]> => {
    const [plain, ...compressed] = await Promise.all([
      readFile(file),
      ...ENCODINGS.map(([, end]) => readFile(join(root, COMPRESSED, `${path}${end}`)).catch(() => null)),
    ]);
    const encoded = ENCODINGS.flatMap(([name], i) => {
      const bytes = compressed[i];
      return bytes ? [{ name, bytes }] : [];
    });
    const headers = {
      "content-type": TYPES[extname(file)],
      "cache-control": path.startsWith("/_next/") ? BUILT : PICTURE,
      "content-security-policy": BARE_POLICY,
      vary: "Accept-Encoding",
    };
    // Weak, because it covers all encodings.
    const etag = `W/"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`;
    return [path, { etag, headers: { ...headers, etag }, plain, encoded }];
  };
  return new Map(await Promise.all((await listStatic(root)).map(load)));
}

/** Answers a request for a file. @returns whether there is such a file */
export function answerStatic(files: StaticFiles, req: IncomingMessage, res: ServerResponse): boolean {
  if (req.method !== "GET" && req.method !== "HEAD") return false;
  const found = files.get(req.url?.split("?")[0] ?? "");
  if (!found) return false;
  if (matchesEtag(req, found.etag)) {
    res.writeHead(304, { etag: found.etag, "cache-control": found.headers["cache-control"], vary: "Accept-Encoding" });
    res.end();
    return true;
  }
  const encoded = found.encoded.find(({ name }) => acceptsEncoding(req, name));
  const body = encoded?.bytes ?? found.plain;
  const coding = encoded && { "content-encoding": encoded.name };
  res.writeHead(200, { ...found.headers, ...coding, "content-length": body.length });
  res.end(req.method === "HEAD" ? undefined : body);
  return true;
}
