import { connect } from "node:net";
import { expect, test } from "#e2e/support/test.ts";

/** Requests that no browser sends, as bytes. */

/** Sends a request, then one that ends the connection. @returns the status and the head of the reply to the first */
async function send(request: string): Promise<{ status: number; head: string }> {
  const { hostname, port, host } = new URL(process.env.STORE_URL ?? "");
  const socket = connect(Number(port), hostname);
  const end = `GET /api/health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  socket.write(`${request.replaceAll("\n", "\r\n").replace("HOST", host)}\r\n\r\n${end}`);
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece);
  const head = Buffer.concat(pieces).toString().split("\r\n\r\n", 1)[0] ?? "";
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head };
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
