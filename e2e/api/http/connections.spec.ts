import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { findLoginAction } from "#e2e/support/find-login-action.ts";
import { expect, test } from "#e2e/support/test.ts";

const STORE = process.env.STORE_URL;

/** Requests that no browser sends, as bytes. */

/**
 * Sends a request, then one that ends the connection.
 * @returns status and head of the first reply, all text, and how many replies came
 */
async function send(
  request: string,
  body = "",
): Promise<{ status: number; head: string; text: string; replies: number }> {
  const { hostname, port, host } = new URL(process.env.STORE_URL ?? "");
  const socket = connect(Number(port), hostname);
  const end = `GET /api/health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  socket.write(`${request.replaceAll("\n", "\r\n").replace("HOST", host)}\r\n\r\n${body}${end}`);
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece);
  const text = Buffer.concat(pieces).toString();
  const head = text.split("\r\n\r\n", 1)[0] ?? "";
  const replies = text.match(/HTTP\/1\.1 \d+/g)?.length ?? 0;
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head, text, replies };
}

test("F12: a request for another protocol is answered in this one, and its URL is asked nowhere else", async () => {
  for (const protocol of ["websocket", "h2c"])
    for (const path of ["/api/health/live", "/login", "http://127.0.0.1:1/login"]) {
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

test("F12: no header gets past the check of who asks", async () => {
  for (const headers of [
    "x-middleware-subrequest: middleware:middleware:middleware:middleware:middleware",
    "x-middleware-subrequest: src/middleware",
    "x-middleware-rewrite: /admin\nx-nextjs-data: 1\nx-matched-path: /admin\nx-invoke-path: /admin\nx-invoke-status: 200",
  ]) {
    const { status, head } = await send(`GET /admin HTTP/1.1\nHost: HOST\n${headers}`);
    expect([status, /^location: \/login\?/im.test(head)], headers).toEqual([307, true]);
  }
});

test("F10: the Host of a request is named in nothing that a cache or a crawler keeps", async () => {
  for (const path of ["/robots.txt", "/sitemap.xml", "/sitemap-0.xml", "/", "/products/sku123", "/cart"])
    for (const target of [path, `http://evil.example${path}`]) {
      const { status, text } = await send(`GET ${target} HTTP/1.1\nHost: evil.example`);
      expect([status, text.includes("evil.example")], target).toEqual([200, false]);
    }
});

test("a request that names two hosts, or none that could exist, is refused", async () => {
  for (const host of ["evil/../x", "a b", "a@b", "a,b"])
    expect((await send(`GET / HTTP/1.1\nHost: ${host}`)).status, host).toBe(400);
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

/** Sends a request and one after it. @returns how many replies came, and whether all or the end came within seconds */
async function sendInTurn(request: string, body: string): Promise<{ replies: number; ended: boolean }> {
  const { hostname, port, host } = new URL(process.env.STORE_URL ?? "");
  const socket = connect(Number(port), hostname);
  let text = "";
  socket.on("data", (piece) => {
    text += piece;
  });
  // A connection that is cut with data under way ends by an error.
  const closed = new Promise((done) => socket.once("close", done).once("error", done));
  const next = `GET /api/health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  socket.write(`${request.replaceAll("\n", "\r\n").replace("HOST", host)}\r\n\r\n${body}${next}`);
  // The store ends a request that does not come in after 60 s.
  const ended = await Promise.race([closed.then(() => true), sleep(45_000, false, { ref: false })]);
  socket.destroy();
  return { replies: text.match(/HTTP\/1\.1 \d+/g)?.length ?? 0, ended };
}

test("after every kind of refusal the next request on the connection is answered", async () => {
  const action = await findLoginAction();
  const large = "x".repeat(1_500_000);
  const multipart = "multipart/form-data; boundary=b";
  const badFirst = `--b\r\nContent-Disposition: form-data; name="0"\r\n\r\n["$1:a:a"]\r\n--b\r\nContent-Disposition: form-data; name="1"\r\n\r\n${"y".repeat(280_000)}\r\n--b--\r\n`;
  const posts: [string, string][] = [
    [`next-action: ${action}\nContent-Type: text/plain`, large],
    [`next-action: ${action}\nContent-Type: ${multipart}`, badFirst],
    [`next-action: ${action}\nContent-Type: text/plain`, "[null,{}]"],
    [`Content-Type: ${multipart}`, large],
    ["Content-Type: application/x-www-form-urlencoded", large],
  ];
  for (const [headers, body] of posts) {
    const request = `POST /login HTTP/1.1
Host: HOST
${headers}
Content-Length: ${body.length}`;
    const { replies, ended } = await sendInTurn(request, body);
    // Where the rest can't be read, the connection ends, so that nobody waits on it.
    expect([1, 2], headers).toContain(replies);
    expect(ended, headers).toBe(true);
  }
});

test("F4: a form that is too large is refused in words, whether it says its length or not", async () => {
  const body = "x".repeat(1_500_000);
  const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  for (const [accept, type] of [
    ["text/html", /text\/html/],
    ["text/x-component", /problem\+json/],
  ] as const)
    for (const [length, sent] of [
      [`Content-Length: ${body.length}`, body],
      ["Transfer-Encoding: chunked", chunked],
    ]) {
      const multipart = "Content-Type: multipart/form-data; boundary=b";
      const request = `POST /login HTTP/1.1\nHost: HOST\nAccept: ${accept}\n${multipart}\n${length}`;
      const { status, head, replies } = await send(request, sent);
      expect([status, type.test(head), replies], `${accept} ${length}`).toEqual([413, true, 2]);
    }
});

test("F9: addresses that Next.js would resolve, and those that it serves unasked, are judged by the front", async () => {
  expect((await send("GET /x/../api/session HTTP/1.1\nHost: HOST")).head).toMatch(/application\/json/);
  const { host } = new URL(process.env.STORE_URL ?? "");
  for (const target of ["/api/health/live", "/pictures/kitchen-knife.svg", "/cart", "/?q=http://evil.example"])
    for (const absolute of [`http://${host}${target}`, `http://127.0.0.1:1${target}`])
      expect((await send(`GET ${absolute} HTTP/1.1\nHost: HOST`)).status, absolute).toBe(200);
  const broken = ["ftp://evil/robots.txt", "*", "http:///x", "/products/%ff", "/products/100%", "/products/%c0%af"];
  for (const target of [...broken, "/categories/%", "/admin/skus/%u0041", "/_next/static/%zz"]) {
    const { status, head } = await send(`GET ${target} HTTP/1.1\nHost: HOST\nAccept: text/html`);
    expect([status, /location:/i.test(head)], target).toEqual([400, false]);
  }
  for (const target of ["/products/%00", "/products/a%2Fb", "/products/%2e%2e%2fx", "/categories/%0d%0a", "/%00"]) {
    const { status, text } = await send(`GET ${target} HTTP/1.1\nHost: HOST\nAccept: text/html`);
    expect([status, /not found/i.test(text)], target).toEqual([404, true]);
  }
  for (const method of ["GET", "POST"]) {
    const target = "/_next/image?url=%2Fapi%2Fwishlist%2Fsku123%2Fcart&w=640&q=75";
    expect((await send(`${method} ${target} HTTP/1.1\nHost: HOST\nContent-Length: 0`)).status).toBe(404);
  }
});

test("F1: a router state that can't be read brings the whole page, and one of another page what is missing", async () => {
  const states = ["[garbage", "1", "{}", "[]", "[1,2]", '["",{"children":1}]', '["",{},"/cart","refetch"]'];
  const older = '["",{"children":["nowhere",{},null,null]},null,null,true]';
  for (const state of ["%", ...[...states, older, `["${"x".repeat(12_000)}",{}, 1]`].map(encodeURIComponent)]) {
    const reply = await fetch(`${STORE}/cart`, {
      headers: { rsc: "1", "next-router-state-tree": state },
    });
    expect([reply.status, reply.headers.get("content-type")], state).toEqual([200, "text/html; charset=utf-8"]);
    expect(await reply.text()).toContain("</html>");
  }
  const foreign = encodeURIComponent('["",{"children":["nowhere",{"children":["__PAGE__",{}]}]},null,null]');
  const whole = await fetch(`${STORE}/cart`, {
    headers: { rsc: "1", "next-router-state-tree": foreign },
  });
  expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "text/x-component"]);
  expect(await whole.text()).toContain("Your cart");
});
