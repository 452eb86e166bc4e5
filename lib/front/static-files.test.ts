import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFront } from "./front.ts";
import { COMPRESSED, loadStatic } from "./static-files.ts";

const SCRIPT = "export const shop = 1;\n".repeat(100);
const FILES = {
  ".next/static/chunks/a.js": SCRIPT,
  [`${COMPRESSED}/_next/static/chunks/a.js.br`]: brotliCompressSync(SCRIPT),
  [`${COMPRESSED}/_next/static/chunks/a.js.gz`]: gzipSync(SCRIPT),
  ".next/static/media/a.woff2": "font",
  "public/pictures/cup.svg": "<svg/>",
  "public/unknown.type": "left to Next.js",
};

let root = "";
const server = createServer();
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "static-"));
  for (const [name, content] of Object.entries(FILES)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  const next = async (_: IncomingMessage, res: ServerResponse) => {
    res.writeHead(404, { "content-type": "text/plain" });
    res.end("Next.js");
  };
  server.on("request", makeFront(next, { files: await loadStatic(root) }));
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
});
afterAll(async () => {
  server.close();
  await rm(root, { recursive: true });
});

function get(path: string, headers: Record<string, string> = {}, method = "GET") {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status?: number; headers: IncomingMessage["headers"]; body: Buffer }>((resolve, reject) => {
    request({ port, host: "127.0.0.1", path, method, headers }, async (res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of res) chunks.push(chunk);
      resolve({ status: res.statusCode, headers: res.headers, body: Buffer.concat(chunks) });
    })
      .on("error", reject)
      .end();
  });
}

test.each([
  ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
  ["gzip", "gzip", gunzipSync],
  ["br;q=0, gzip", "gzip", gunzipSync],
  ["identity", undefined, (bytes: Buffer) => bytes],
])("a script is sent in the best encoding of %s", async (accepted, coding, decode) => {
  const { status, headers, body } = await get("/_next/static/chunks/a.js?v=1", { "accept-encoding": accepted });
  expect(status).toBe(200);
  expect(headers["content-encoding"]).toBe(coding);
  expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(headers["content-length"]).toBe(String(body.length));
  expect(headers["cache-control"]).toContain("immutable");
  expect(headers.vary).toBe("Accept-Encoding");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(decode(body).toString()).toBe(SCRIPT);
});

test.each([
  ["/pictures/cup.svg", "image/svg+xml; charset=utf-8"],
  ["/_next/static/chunks/a.js", "text/javascript; charset=utf-8"],
  ["/_next/static/media/a.woff2", "font/woff2"],
])("ASVS 4.1.1: a file of text says its charset: %s", async (path, type) => {
  expect((await get(path)).headers["content-type"]).toBe(type);
});

test("a client that has the file gets 304, and HEAD has no body", async () => {
  const { headers, body } = await get("/pictures/cup.svg");
  expect(body.toString()).toBe("<svg/>");
  expect(headers["cache-control"]).toBe("public, max-age=3600, stale-while-revalidate=86400");
  const again = await get("/pictures/cup.svg", { "if-none-match": String(headers.etag) });
  expect([again.status, again.body.length]).toEqual([304, 0]);
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(again.headers["content-security-policy"]).toBeUndefined();
  const head = await get("/_next/static/media/a.woff2", {}, "HEAD");
  expect([head.status, head.headers["content-length"], head.body.length]).toEqual([200, "4", 0]);
});

test.each([
  ["GET", "/unknown.type"],
  ["GET", "/_next/static/chunks/b.js"],
  ["GET", "/pictures/../../package.json"],
  ["GET", "/_next/static/%2e%2e/%2e%2e/package.json"],
])("%s %s is left to Next.js", async (method, path) => {
  expect((await get(path, {}, method)).body.toString()).toBe("Next.js");
});

test("a file has GET and HEAD, and says so to any other method", async () => {
  for (const method of ["POST", "PUT", "DELETE", "PROPFIND"]) {
    const { status, headers } = await get("/pictures/cup.svg", {}, method);
    expect([status, headers.allow, headers["content-type"]], method).toEqual([
      405,
      "GET, HEAD, OPTIONS",
      "application/problem+json",
    ]);
  }
  expect((await get("/pictures/cup.svg", {}, "OPTIONS")).headers.allow).toBe("GET, HEAD, OPTIONS");
});
