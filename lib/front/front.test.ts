import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
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
