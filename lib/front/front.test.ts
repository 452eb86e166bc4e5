import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { hashScripts, prepareDocument } from "./cache/document-cache.ts";
import { makeFront } from "./front.ts";

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Everything that a server with this handler sends on one connection, to one request after the other. */
async function exchange(handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>, requests: number) {
  const server = createServer(makeFront(handle));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  ends.push(() => void server.close());
  const address = server.address();
  const socket = connect(typeof address === "object" && address ? address.port : 0, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk;
  });
  for (let i = 0; i < requests; i++) {
    const last = i === requests - 1;
    const headers = `Host: shop\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\nConnection: ${last ? "close" : "keep-alive"}`;
    socket.write(`GET /cart HTTP/1.1\r\n${headers}\r\n\r\n`);
  }
  await new Promise((done) => socket.once("close", done));
  return received;
}

test.each([
  ["in pieces, without a head of its own", ["<p>first", "second"]],
  ["in one piece", []],
])(
  "a page that fails %s becomes the error page and nothing more, and the connection stays usable",
  async (_, pieces) => {
    const received = await exchange(async (_req, res) => {
      res.statusCode = 500;
      res.setHeader("content-type", "text/html; charset=utf-8");
      for (const piece of pieces) {
        res.write(piece);
        await new Promise((done) => setTimeout(done, 5));
      }
      res.end("last");
    }, 2);
    expect(received.match(/HTTP\/1\.1 500 /g)).toHaveLength(2);
    for (const reply of received.split("HTTP/1.1 500 Internal Server Error").slice(1)) {
      const [head = "", body = ""] = reply.split("\r\n\r\n");
      expect(Buffer.byteLength(body)).toBe(Number(/content-length: (\d+)/i.exec(head)?.[1]));
      expect(body.trimEnd()).toMatch(/<h1>Something went wrong<\/h1>[\s\S]*<\/html>$/);
    }
  },
);

const EMPTY = '<!DOCTYPE html><html id="__next_error__"><head></head><body></body></html>';

test("missing and forbidden pages are documents that can be read without script", async () => {
  const documents = [
    { status: 404, below: "/admin", document: prepareDocument("1", "<p>missing in admin</p>") },
    { status: 403, below: "/admin", document: prepareDocument("2", "<p>forbidden</p>") },
    { status: 404, below: "/", document: prepareDocument("3", "<p>missing</p>") },
  ];
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const path = req.url ?? "";
    res.statusCode = path === "/admin/lab" ? 403 : 404;
    res.setHeader("content-type", "text/html; charset=utf-8");
    // Next.js sends a kept page as text, and one that it renders for this request as bytes.
    if (path === "/products/none") res.setHeader("x-nextjs-prerender", "1");
    if (path === "/picture") res.setHeader("content-type", "image/png");
    res.end(req.method === "HEAD" ? null : path === "/products/none" ? EMPTY : Buffer.from(EMPTY));
  };
  const server = createServer(makeFront(answer, { documents }));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  ends.push(() => void server.close());
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const get = async (path: string, init: RequestInit = {}) => {
    const reply = await fetch(origin + path, init);
    return { status: reply.status, headers: reply.headers, body: await reply.text() };
  };
  for (const encoding of ["identity", "gzip", "br"]) {
    const headers = { "accept-encoding": encoding };
    const missing = await get("/products/none", { headers });
    expect([missing.status, missing.body]).toEqual([404, "<p>missing</p>"]);
    expect(Object.fromEntries(missing.headers)).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": hashScripts("<p>missing</p>"),
      "x-frame-options": "DENY",
      vary: "Accept-Encoding",
    });
    expect(await get("/orders/none", { headers })).toMatchObject({ status: 404, body: "<p>missing</p>" });
    expect(await get("/admin/skus/none", { headers })).toMatchObject({ status: 404, body: "<p>missing in admin</p>" });
    expect(await get("/admin/lab", { headers })).toMatchObject({ status: 403, body: "<p>forbidden</p>" });
  }
  // What the router asks for by script it reads by script, and what is no document stays.
  expect((await get("/products/none", { headers: { rsc: "1" } })).body).toBe(EMPTY);
  expect((await get("/picture")).body).toBe(EMPTY);
  const head = await get("/products/none", { method: "HEAD", headers: { "accept-encoding": "identity" } });
  expect([head.status, head.body, head.headers.get("content-length")]).toEqual([404, "", "14"]);
  expect((await get("/error-pages/admin-forbidden")).headers.get("content-type")).toBe("application/problem+json");
});
