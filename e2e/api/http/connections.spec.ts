import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "#e2e/support/test.ts";

/** Requests that no browser sends, as bytes. */

/**
 * Sends a request, then one that ends the connection.
 * @returns status and head of the first reply, and how many came
 */
async function send(request: string, body = ""): Promise<{ status: number; head: string; replies: number }> {
  const { hostname, port, host } = new URL(process.env.STORE_URL ?? "");
  const socket = connect(Number(port), hostname);
  const end = `GET /api/health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  socket.write(`${request.replaceAll("\n", "\r\n").replace("HOST", host)}\r\n\r\n${body}${end}`);
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

/** The hidden field by which the sign-in form names its action. */
async function findLoginAction(): Promise<string> {
  const page = await (await fetch(`${process.env.STORE_URL}/login`)).text();
  const [, id = ""] = /(?:&quot;|")id(?:&quot;|"):(?:&quot;|")([0-9a-f]{40,})/.exec(page) ?? [];
  expect(id).not.toBe("");
  return id;
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

test("a form that is too large is refused in words", async () => {
  const body = "x".repeat(1_500_000);
  for (const [accept, type] of [
    ["text/html", /text\/html/],
    ["text/x-component", /problem\+json/],
  ] as const) {
    const request = `POST /login HTTP/1.1\nHost: HOST\nAccept: ${accept}\nContent-Length: ${body.length}`;
    const { status, head, replies } = await send(request, body);
    expect([status, type.test(head), replies], accept).toEqual([413, true, 2]);
  }
});

test("addresses that Next.js would resolve, and those that it serves unasked, are judged by the front", async () => {
  expect((await send("GET /x/../api/session HTTP/1.1\nHost: HOST")).head).toMatch(/application\/json/);
  for (const target of ["ftp://evil/robots.txt", "*", "/products/%ff", "/categories/%"]) {
    const { status, head } = await send(`GET ${target} HTTP/1.1\nHost: HOST\nAccept: text/html`);
    expect([status, /location:/i.test(head)], target).toEqual([400, false]);
  }
  for (const method of ["GET", "POST"]) {
    const target = "/_next/image?url=%2Fapi%2Fwishlist%2Fsku123%2Fcart&w=640&q=75";
    expect((await send(`${method} ${target} HTTP/1.1\nHost: HOST\nContent-Length: 0`)).status).toBe(404);
  }
});

test("a router state that can't be read brings the whole page", async () => {
  for (const state of ["%5Bgarbage", "%", "1", "%7B%7D"]) {
    const reply = await fetch(`${process.env.STORE_URL}/cart`, {
      headers: { rsc: "1", "next-router-state-tree": state },
    });
    expect([reply.status, reply.headers.get("content-type")], state).toEqual([200, "text/html; charset=utf-8"]);
    expect(await reply.text()).toContain("</html>");
  }
});

test("a form of thousands of fields is refused, and costs nobody else anything", async () => {
  const action = await findLoginAction();
  const form = new FormData();
  for (let i = 0; i < 6000; i++) form.set(`_1_${i.toString(36)}`, "");
  form.set("0", '[null,"$K1"]');
  const reply = await fetch(`${process.env.STORE_URL}/login`, {
    method: "POST",
    headers: { "next-action": action, accept: "text/x-component" },
    body: form,
  });
  expect(await reply.text()).toContain("What was sent is not a form of this store.");
  const many = Array.from({ length: 2000 }, (_, i) => i).join("&");
  expect((await fetch(`${process.env.STORE_URL}/api/skus?${many}`)).status).toBe(200);
});
