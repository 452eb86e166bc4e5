import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFront } from "#lib/front/front.ts";

/** Forms of pages on their way to Next.js, sent as bytes. */

const TOO_LARGE = 1024 * 1024 + 1;

/** Says what of a request arrives at Next.js; as Next.js does, it does not know the actions of an earlier build. */
const front = makeFront(
  async (req, res) => {
    let length = 0;
    let body = "";
    for await (const piece of req) {
      length += piece.length;
      body += piece;
    }
    if (body.includes("old-action")) {
      res.writeHead(409, { "x-nextjs-action-not-found": "1", "content-type": "text/plain" });
      res.end("Server Action unavailable.");
      return;
    }
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify({ length, announced: Number(req.headers["content-length"]), origin: req.headers.origin }));
  },
  { site: "https://store.example" },
);
const server = createServer(front);
beforeAll(() => new Promise<void>((done) => void server.listen(0, "127.0.0.1", done)));
afterAll(() => void server.close());

/** Sends requests on one connection, the last of which closes it. @returns the replies */
async function exchange(...requests: string[]): Promise<string[]> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const last = "GET /last HTTP/1.1\r\nHost: store.example\r\nConnection: close\r\n\r\n";
  socket.write(requests.join("") + last);
  let received = "";
  for await (const piece of socket) received += piece;
  return received.split(/(?=HTTP\/1\.1 \d)/);
}

function post(body: string, headers: string, isChunked = false): string {
  const chunks = isChunked ? [body.slice(0, 70_000), body.slice(70_000)].filter((text) => text !== "") : [];
  const coded = chunks.map((text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`).join("");
  const length = isChunked ? "Transfer-Encoding: chunked" : `Content-Length: ${Buffer.byteLength(body)}`;
  return `POST /login HTTP/1.1\r\nHost: store.example\r\n${headers}\r\n${length}\r\n\r\n${isChunked ? `${coded}0\r\n\r\n` : body}`;
}
const HTML = "Accept: text/html\r\nContent-Type: text/plain";
const BY_SCRIPT = "Accept: text/x-component\r\nNext-Action: x\r\nContent-Type: text/plain";
/** As a browser makes one. */
const B = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
const bodyOf = (reply = "") => reply.slice(reply.indexOf("\r\n\r\n") + 4);

test.each([
  ["announced", false],
  ["in chunks", true],
])("F4: a form of more than 1 MB, %s, is 413 in words, and the connection goes on", async (_, isChunked) => {
  const large = "x".repeat(TOO_LARGE);
  const replies = await exchange(
    post(large, HTML, isChunked),
    post(large, BY_SCRIPT, isChunked),
    post(large.slice(1), BY_SCRIPT, isChunked),
  );
  expect(replies.map((reply) => Number(reply.slice(9, 12)))).toEqual([413, 413, 200, 200]);
  expect(replies[0]).toMatch(/content-type: text\/html[\s\S]*A form may have at most 1 MB/i);
  expect(replies[1]).toMatch(/content-type: application\/problem\+json[\s\S]*A form may have at most 1 MB/i);
  expect(JSON.parse(bodyOf(replies[2]))).toMatchObject({ length: TOO_LARGE - 1, announced: TOO_LARGE - 1 });
});

test("F4: a form that is cut off leaves nothing behind", async () => {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(`POST /login HTTP/1.1\r\nHost: store.example\r\n${HTML}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe`);
  await new Promise((done) => setTimeout(done, 20));
  socket.destroy();
  await expect
    .poll(() => new Promise((done) => server.getConnections((_, count) => done(count))), { timeout: 10_000 })
    .toBe(0);
});

test("F2: the public origin may send forms whatever Host a proxy passes; Next.js is told one that fits", async () => {
  const send = async (host: string, headers: string) => {
    const [reply = ""] = await exchange(
      post("a", `${headers}\r\nContent-Type: text/plain`).replace("store.example", host),
    );
    return { status: Number(reply.slice(9, 12)), origin: /"origin":"([^"]*)"/.exec(bodyOf(reply))?.[1] };
  };
  const inside = "127.0.0.1:3000";
  const own = { status: 200, origin: `http://${inside}` };
  expect(await send(inside, "Origin: https://store.example\r\nSec-Fetch-Site: same-origin")).toEqual(own);
  expect(await send(inside, "Origin: https://store.example")).toEqual(own);
  expect(await send(inside, "Origin: null\r\nSec-Fetch-Site: same-origin")).toEqual(own);
  expect(await send(inside, `Origin: http://${inside}`)).toEqual(own);
  for (const origin of ["https://evil.example", "http://store.example", "https://store.example.evil", "null", "x"])
    expect((await send(inside, `Origin: ${origin}`)).status, origin).toBe(403);
  expect((await send(inside, "Origin: https://store.example\r\nSec-Fetch-Site: cross-site")).status).toBe(403);
});

test("F5: a form of an earlier build gets a page with what was typed; a script gets what its router understands", async () => {
  const field = (name: string, value: string) =>
    `--${B}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = `${field("$ACTION_1:0", "old-action")}${field("firstName", "<b>Zoë</b>")}${field("password", "geheim")}${field("code", "123456")}${field("total", "9.99")}--${B}--\r\n`;
  const multipart = `Content-Type: multipart/form-data; boundary=${B}`;
  const [page = "", script = ""] = await exchange(
    post(body, `Accept: text/html\r\n${multipart}`),
    post(body, `Accept: text/x-component\r\nNext-Action: x\r\n${multipart}`),
  );
  expect(page).toMatch(/^HTTP\/1\.1 409 [\s\S]*content-type: text\/html/);
  expect(page).toContain("<h1>This page is old</h1>");
  expect(page).toContain('<a href="/login">Load the page again</a>');
  expect(page).toContain("<dt>First name</dt>\n<dd>&lt;b&gt;Zo");
  expect(page).not.toMatch(/geheim|123456|9\.99|old-action/);
  expect(script).toMatch(/^HTTP\/1\.1 409 [\s\S]*x-nextjs-action-not-found: 1[\s\S]*Server Action unavailable\.$/);
});
