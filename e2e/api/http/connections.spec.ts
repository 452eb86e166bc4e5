import { connect } from "node:net";
import { expect, test } from "#e2e/support/test.ts";

/** Requests that no browser sends, as bytes. */

/** Sends a request, then one that ends the connection. @returns status and head of the first reply, and how many came */
async function send(request: string): Promise<{ status: number; head: string; replies: number }> {
  const { hostname, port, host } = new URL(process.env.STORE_URL ?? "");
  const socket = connect(Number(port), hostname);
  const end = `GET /api/health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  socket.write(`${request.replaceAll("\n", "\r\n").replace("HOST", host)}\r\n\r\n${end}`);
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece);
  const text = Buffer.concat(pieces).toString();
  const head = text.split("\r\n\r\n", 1)[0] ?? "";
  const replies = text.match(/HTTP\/1\.1 \d+/g)?.length ?? 0;
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head, replies };
}

test("a request for another protocol is answered in this one", async () => {
  for (const protocol of ["websocket", "h2c"])
    for (const path of ["/api/health/live", "/login"]) {
      const { status } = await send(`GET ${path} HTTP/1.1\nHost: HOST\nConnection: Upgrade\nUpgrade: ${protocol}`);
      expect(status, `${protocol} ${path}`).toBe(200);
    }
});

test("a page has GET, HEAD and POST", async () => {
  for (const method of ["DELETE", "PUT", "PATCH", "TRACE", "PROPFIND"]) {
    const { status, head } = await send(`${method} /cart HTTP/1.1\nHost: HOST`);
    expect(status, method).toBe(405);
    expect(head).toMatch(/allow: GET, HEAD, POST, OPTIONS/i);
    expect(head).toMatch(/application\/problem\+json/);
  }
  for (const target of ["/cart", "*"]) {
    const { status, head } = await send(`OPTIONS ${target} HTTP/1.1\nHost: HOST`);
    expect([status, /allow: GET, HEAD, POST, OPTIONS/i.test(head)], target).toEqual([204, true]);
  }
});

test("a request that names two hosts is refused", async () => {
  expect((await send("GET /api/health/live HTTP/1.1\nHost: HOST\nHost: evil.example")).status).toBe(400);
  expect((await send("GET / HTTP/1.1\nHost: HOST\nhost: evil.example")).status).toBe(400);
});

test("ASVS 4.2.1: a body of two lengths is refused and the connection closed, so that nothing is smuggled behind it", async () => {
  const smuggled = "GET /api/cart HTTP/1.1\nHost: HOST\n\n";
  const chunks = `0\n\n${smuggled}`;
  const target = "POST /api/visits HTTP/1.1\nHost: HOST\nContent-Type: application/json";
  for (const lengths of [
    "Content-Length: 6\nTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked\nContent-Length: 6",
    "Content-Length: 6\nTransfer-Encoding: identity",
    "Content-Length: 6\nContent-Length: 7",
    "Transfer-Encoding: chunked, identity",
  ]) {
    const { status, replies } = await send(`${target}\n${lengths}\n\n${chunks}`);
    expect([status, replies], lengths).toEqual([400, 1]);
  }
});
