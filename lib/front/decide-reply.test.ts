import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseTrustedProxies } from "#lib/net/client-address.ts";
import { dropDocuments, hashScripts } from "./document-cache.ts";
import { makeFront } from "./front.ts";

const FORM = '<form encType="multipart/form-data" method="POST"></form>';
const HTML = `<!doctype html>${FORM}<script src="/a.js" async></script><script>self.__next_f.push([1,"a"])</script>${"<p>text</p>".repeat(500)}<script>(self.__next_f=self.__next_f||[]).push([0])</script>`;

const AS_REACT_WRITES = HTML.replace("<form ", '<form action="" ');

/** Answers as Next.js does. */
async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const path = req.url?.split("?")[0];
  if (path === "/prerendered") {
    res.setHeader("x-nextjs-prerender", "1");
    res.setHeader("etag", '"one"');
    if (req.headers["if-none-match"] === '"one"') {
      res.statusCode = 304;
      res.end();
      return;
    }
    res.setHeader("content-type", "text/html; charset=utf-8");
    res.setHeader("content-length", Buffer.byteLength(AS_REACT_WRITES));
    res.end(req.method === "HEAD" ? null : AS_REACT_WRITES);
  } else if (path === "/rendered" || path?.endsWith("/none")) {
    if (path !== "/rendered") res.statusCode = 404;
    res.setHeader("content-type", "text/html; charset=utf-8");
    res.flushHeaders();
    const nonce = /nonce-([^']+)/.exec(String(req.headers["content-security-policy"]))?.[1];
    res.write(`<script nonce="${nonce}">`);
    await new Promise(setImmediate);
    res.write(AS_REACT_WRITES);
    res.end();
  } else if (path === "/flight") {
    res.statusCode = req.headers.rsc === "redirect" ? 307 : 200;
    res.setHeader("cache-control", "s-maxage=300");
    res.setHeader("content-type", "text/x-component");
    res.end("0:{}");
  } else if (path === "/robots.txt") {
    res.statusCode = 405;
    res.end();
  } else if (path === "/file.bin") {
    res.statusCode = 500;
    res.setHeader("allow", ["GET", "HEAD"]);
    res.end("Internal Server Error");
  } else if (path === "/redirect") {
    res.writeHead(303, { location: "/" });
    res.end();
  } else if (path === "/events") {
    res.setHeader("content-type", "text/event-stream");
    res.flushHeaders();
    setTimeout(() => res.end("data: 1\n\n"), 50);
  } else {
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify({ text: "x".repeat(path === "/small" ? 10 : 5000) }));
  }
}

const client = { trusted: parseTrustedProxies("127.0.0.1"), secret: "of the store", alwaysHttps: false };
const server = createServer(makeFront(answer, { client }));
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

const UNPACK: Record<string, (packed: Buffer) => Buffer> = { br: brotliDecompressSync, gzip: gunzipSync };

function get(path: string, headers: Record<string, string> = {}, method = "GET") {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number; headers: IncomingMessage["headers"]; body: string }>((resolve, reject) => {
    request({ port, host: "127.0.0.1", path, method, headers }, async (res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of res) chunks.push(chunk);
      const raw = Buffer.concat(chunks);
      const unpack = raw.length > 0 ? UNPACK[res.headers["content-encoding"] ?? ""] : undefined;
      const body = unpack ? unpack(raw) : raw;
      resolve({ status: res.statusCode ?? 0, headers: res.headers, body: body.toString() });
    })
      .on("error", reject)
      .end();
  });
}
const gzip = { "accept-encoding": "gzip" };
const browser = { "accept-encoding": "gzip, deflate, br, zstd" };

test("documents are sent in the best encoding that the client accepts, under one weak etag", async () => {
  const accepted: [string, string | undefined][] = [
    ["gzip, deflate, br, zstd", "br"],
    ["br;q=1.0, gzip;q=0.5", "br"],
    ["gzip, br;q=0", "gzip"],
    ["identity", undefined],
    ["*;q=0", undefined],
  ];
  for (const path of ["/prerendered", "/prerendered", "/rendered"]) {
    for (const [accept, encoding] of accepted) {
      const reply = await get(path, { "accept-encoding": accept });
      expect(reply.headers["content-encoding"], `${path} ${accept}`).toBe(encoding);
      expect(reply.body, `${path} ${accept}`).toContain(HTML);
      expect(reply.headers.vary, `${path} ${accept}`).toBe("Accept-Encoding");
      expect(reply.headers.etag, `${path} ${accept}`).toBe(path === "/prerendered" ? 'W/"one"' : undefined);
    }
  }
  dropDocuments();
  // First as Next.js says it, then from the cache.
  for (const etag of ['"one"', 'W/"one"']) {
    const reply = await get("/prerendered", { ...browser, "if-none-match": etag });
    expect([reply.status, reply.headers.etag, reply.headers.vary]).toEqual([304, 'W/"one"', "Accept-Encoding"]);
    await get("/prerendered");
  }
});

test("ASVS 3.4.3: a prerendered document allows its inline scripts by hash, the same for everyone", async () => {
  const plain = await get("/prerendered");
  const packed = await get("/prerendered", gzip);
  expect([plain.body, packed.body]).toEqual([HTML, HTML]);
  expect(packed.headers["content-encoding"]).toBe("gzip");
  expect(packed.headers.vary).toContain("Accept-Encoding");
  const policy = String(plain.headers["content-security-policy"]);
  expect(policy).toBe(packed.headers["content-security-policy"]);
  expect(policy).toBe(hashScripts(HTML));
  expect(policy.match(/'sha256-/g)).toHaveLength(2);
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
});

test("a document that is rendered for one request allows its scripts by a nonce of that request", async () => {
  const one = await get("/rendered", gzip);
  const two = await get("/rendered");
  const nonceOf = (reply: typeof one) => /nonce-([^']+)/.exec(String(reply.headers["content-security-policy"]))?.[1];
  expect(one.body).toContain(`<script nonce="${nonceOf(one)}">`);
  expect(two.body).toContain(`<script nonce="${nonceOf(two)}">`);
  expect(nonceOf(one)).not.toBe(nonceOf(two));
  expect(one.headers["content-encoding"]).toBe("gzip");
});

test("a client cannot choose the nonce", async () => {
  const reply = await get("/rendered", { "content-security-policy": "script-src 'nonce-evil'" });
  expect(reply.body).not.toContain("evil");
});

test("ASVS 3.4.3: HTML has a policy however it was asked for, and whatever its status and address are", async () => {
  const asked: [string, Record<string, string>][] = [
    ["/prerendered", { accept: "image/*" }],
    ["/prerendered", { rsc: "0" }],
    ["/rendered", { "next-action": "x" }],
    ["/rendered", { accept: "application/json" }],
    ["/pictures/none", {}],
    ["/_next/none", {}],
  ];
  for (const [path, headers] of asked) {
    const reply = await get(path, headers);
    expect(reply.headers["content-type"], path).toContain("text/html");
    expect(reply.headers["content-security-policy"], `${path} ${JSON.stringify(headers)}`).toMatch(
      /script-src 'self' '(nonce|sha256)-/,
    );
  }
});

test.each([
  ["alert(1)"],
  ["self.__next_f.push([1,alert(1)])"],
  ["self.__next_f.push([1]);alert(1);([1])"],
  ['self.__next_f.push([1,"a"]) ; alert(1)'],
  ["self.__next_f.push([1,`a`])"],
  ["alert(1)//self.__next_f.push([1])"],
  ["(self.__next_f=alert||[]).push([0])"],
])("ASVS 3.4.3: a script that was injected into a prerendered document is not allowed: %s", (script) => {
  expect(hashScripts(`<p></p><script>${script}</script>`)).not.toContain("sha256");
});

test("the scripts that Next.js writes are allowed, also over several lines", () => {
  const scripts = [
    'self.__next_f.push([1,"a)\\u003c/script>\\n;"])',
    "(self.__next_f=self.__next_f||[]).push([0])",
    '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":["a.js"],\n"runtimeModuleIds":[1]});',
  ];
  for (const script of scripts) expect(hashScripts(`<script id="_R_">${script}</script>`)).toContain("sha256");
});

test("the policy of a document says where violations are reported, by both ways that browsers know", async () => {
  for (const path of ["/prerendered", "/prerendered", "/rendered"]) {
    const { headers } = await get(path);
    expect(headers["content-security-policy"]).toMatch(/; report-uri \/api\/csp-reports; report-to csp$/);
    expect(headers["reporting-endpoints"]).toBe('csp="/api/csp-reports"');
  }
  expect((await get("/small")).headers["reporting-endpoints"]).toBeUndefined();
});

test("ASVS 3.4.3, 3.4.6: what is no document may be shown in no frame and run nothing", async () => {
  for (const path of ["/small", "/long", "/redirect", "/events", "/api/none"]) {
    const { headers } = await get(path);
    expect(headers["content-type"] ?? "", path).not.toContain("html");
    expect(headers["content-security-policy"], path).toMatch(/^default-src 'none';.* frame-ancestors 'none'/);
  }
  const foreign = await get("/rendered", { "sec-fetch-site": "cross-site" }, "POST");
  expect(foreign.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  // A document that is answered from the cache keeps its own policy.
  expect((await get("/prerendered")).headers["content-security-policy"]).toContain("script-src 'self' 'sha256-");
});

test("a 304 leaves the policy that the browser has", async () => {
  const expectNotModified = async () => {
    const reply = await get("/prerendered", { "if-none-match": '"one"' });
    expect(reply.status).toBe(304);
    expect(reply.headers["content-security-policy"]).toBeUndefined();
  };
  dropDocuments();
  await expectNotModified();
  // Now from the cache.
  await get("/prerendered");
  await expectNotModified();
});

test("long replies are compressed; short ones and event streams are not", async () => {
  expect((await get("/long", gzip)).headers["content-encoding"]).toBe("gzip");
  expect(JSON.parse((await get("/long", gzip)).body).text).toHaveLength(5000);
  expect((await get("/small", gzip)).headers["content-encoding"]).toBeUndefined();
  expect((await get("/events", gzip)).body).toBe("data: 1\n\n");
  expect((await get("/prerendered", gzip, "HEAD")).body).toBe("");
});

test("ASVS 3.4: every reply says nosniff, no frames, its referrer and permissions; HSTS over https only", async () => {
  for (const path of ["/prerendered", "/rendered", "/small"]) {
    const { headers } = await get(path);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "strict-origin-when-cross-origin",
    });
    expect(headers["permissions-policy"]).toBeTruthy();
    expect(headers["strict-transport-security"]).toBeUndefined();
  }
  const { headers } = await get("/small", { "x-forwarded-proto": "https" });
  expect(headers["strict-transport-security"]).toMatch(/max-age=\d{8}/);
});

test("a state change from another site is refused, whatever it is sent to", async () => {
  const foreign: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "null" },
  ];
  for (const headers of foreign) expect((await get("/rendered", headers, "POST")).status).toBe(403);
  expect((await get("/rendered", { "sec-fetch-site": "same-origin" }, "POST")).status).toBe(200);
});

test("F8: what is sent to the router of Next.js is cached under an address of its own only, and a page never there", async () => {
  const cacheOf = async (path: string, headers: Record<string, string> = {}) =>
    (await get(path, headers)).headers["cache-control"];
  expect(await cacheOf("/flight?_rsc=a", { rsc: "1" })).toBe("s-maxage=300");
  expect(await cacheOf("/flight?q=x&_rsc", { rsc: "1" })).toBe("s-maxage=300");
  for (const path of ["/flight", "/flight?q=_rsc", "/flight?x_rsc=a"]) expect(await cacheOf(path)).toBe("no-store");
  expect(await cacheOf("/flight?_rsc", { rsc: "redirect" })).toBe("no-store");
  dropDocuments();
  for (const path of ["/prerendered?_rsc=a", "/prerendered", "/prerendered?_rsc=a"])
    expect(await cacheOf(path), path).toBe(path === "/prerendered" ? undefined : "no-store");
});

test("F8: Vary names the encoding of what can be compressed, whether it was or not", async () => {
  for (const path of ["/prerendered", "/prerendered", "/rendered", "/long"])
    for (const headers of [gzip, { "accept-encoding": "identity" }])
      expect((await get(path, headers)).headers.vary, path).toBe("Accept-Encoding");
});

test("a method that a file does not have is 405 with those that it has, where Next.js fails or says nothing", async () => {
  for (const path of ["/robots.txt", "/file.bin"]) {
    const { status, headers, body } = await get(path, {}, "POST");
    expect([status, headers.allow, JSON.parse(body).status], path).toEqual([405, "GET, HEAD, OPTIONS", 405]);
  }
});
