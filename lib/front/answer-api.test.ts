import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { eventStream } from "#lib/web/routes/event-stream.ts";
import { download } from "#lib/web/routes/reply.ts";
import { type RouteHandler, route } from "#lib/web/routes/route.ts";
import { captureLog } from "#test/capture-log.ts";
import { makeFront } from "./front.ts";

/** The front with routes of its own, asked through raw sockets, which can do what no client does. */

let admitted = true;
let polls = 0;
let handled = 0;

const HANDLERS: Record<string, RouteHandler> = {
  "GET /api/text": route({ visitor: "anyone" }, async () => ({ text: "x".repeat(2000) })),
  "GET /api/table": route({ visitor: "anyone" }, async () =>
    download(
      "table.csv",
      "text/csv; charset=utf-8",
      (async function* () {
        for (let i = 0; i < 1000; i++) yield `${i},"Grün"\r\n`;
      })(),
    ),
  ),
  "GET /api/events": route({ visitor: "anyone" }, async ({ request }) =>
    eventStream({
      signal: request.signal,
      everyMs: 10,
      isAdmitted: async () => admitted,
      poll: async () => ({ events: [{ event: "poll", data: ++polls }] }),
    }),
  ),
  "POST /api/echo": route({ visitor: "anyone", body: z.object({ name: z.string() }) }, async ({ body, context }) => {
    handled++;
    context.setCookie("a", "1", {});
    context.setCookie("b", "2", {});
    return { ...body, host: context.header("host") };
  }),
};
const routes = Object.entries(HANDLERS).map(([name, handler]) => {
  const [method = "", path = ""] = name.split(" ");
  const handlers = new Map([[method, handler], ...(method === "GET" ? [["HEAD", handler] as const] : [])]);
  return { address: path, pattern: new RegExp(`^${path}$`), params: [], handlers };
});

const server = createServer(makeFront(async (_req, res) => void res.end("from Next.js"), { routes: () => routes }));
const sockets: Socket[] = [];
beforeEach(async () => {
  admitted = true;
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await new Promise((done) => server.close(done));
  vi.restoreAllMocks();
});

function open(): { socket: Socket; received: () => string; closed: Promise<void> } {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  sockets.push(socket);
  const pieces: Buffer[] = [];
  socket.on("data", (piece) => pieces.push(piece));
  socket.on("error", () => {});
  const closed = new Promise<void>((done) => socket.once("close", () => done()));
  return { socket, received: () => Buffer.concat(pieces).toString("latin1"), closed };
}

/** Sends bytes and returns everything that comes back until the server closes the connection. */
async function exchange(text: string): Promise<string> {
  const { socket, received, closed } = open();
  socket.write(text);
  await closed;
  return received();
}

const get = (target: string, headers = "", method = "GET") =>
  `${method} ${target} HTTP/1.1\r\nHost: store.example\r\n${headers}`;
const CLOSE = "Connection: close\r\n\r\n";
const bodyOf = (reply: string) => reply.slice(reply.indexOf("\r\n\r\n") + 4);

/** Waits until no connection is left at the server. */
async function expectNoConnections(): Promise<void> {
  await vi.waitFor(async () => {
    expect(await new Promise((done) => server.getConnections((_, count) => done(count)))).toBe(0);
  }, 10_000);
}

test("a reply has its length, the fixed headers, its cookies one by one, and no-store", async () => {
  const reply = await exchange(
    `${get("/api/echo", "Content-Type: application/json\r\nContent-Length: 14\r\n", "POST")}${CLOSE}{"name":"Joe"}\n`,
  );
  const body = bodyOf(reply);
  expect(JSON.parse(body)).toEqual({ name: "Joe", host: "store.example" });
  expect(reply).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(reply).toContain(`content-length: ${body.length}\r\n`);
  expect(reply).toContain("set-cookie: a=1\r\nset-cookie: b=2\r\n");
  expect(reply).toContain("cache-control: no-store\r\n");
  expect(reply).toContain("x-content-type-options: nosniff\r\n");
});

test("HEAD has the headers of GET and no body; OPTIONS tells the methods; what the table lacks is a problem", async () => {
  const [head, whole] = [await exchange(get("/api/text", CLOSE, "HEAD")), await exchange(get("/api/text", CLOSE))];
  const withoutDate = (text: string) =>
    text.slice(0, text.indexOf("\r\n\r\n")).replace(/\r\n(date|x-request-id|server-timing): [^\r]*/gi, "");
  expect(withoutDate(head)).toBe(withoutDate(whole));
  expect(bodyOf(head)).toBe("");
  expect(bodyOf(await exchange(get("/api/table", CLOSE, "HEAD")))).toBe("");
  expect(await exchange(get("/api/echo", CLOSE, "OPTIONS"))).toMatch(/^HTTP\/1\.1 204 [\s\S]*allow: POST, OPTIONS\r\n/);
  expect(await exchange(get("/api/echo", CLOSE))).toMatch(/^HTTP\/1\.1 405 [\s\S]*problem\+json/);
  expect(bodyOf(await exchange(get("/apiary", CLOSE)))).toContain("from Next.js");
});

test("an absolute target is taken by its path, and its host goes before the header", async () => {
  const headers = `Content-Length: 14\r\n${CLOSE}{"name":"Joe"}\n`;
  const reply = await exchange(get("http://other.example/api/echo", headers, "POST"));
  expect(JSON.parse(bodyOf(reply))).toEqual({ name: "Joe", host: "other.example" });
  expect(bodyOf(await exchange(get("HTTP://store.example:80/api/text?x=1", CLOSE)))).toContain("xxx");
});

test("what is worth it is compressed, whole or piece by piece", async () => {
  const gzip = `Accept-Encoding: gzip\r\n${CLOSE}`;
  const whole = await exchange(get("/api/text", gzip));
  expect(whole).toContain("content-encoding: gzip\r\n");
  expect(whole).toContain("vary: Accept-Encoding\r\n");
  expect(gunzipSync(Buffer.from(bodyOf(whole), "latin1")).toString()).toContain("xxx");
  expect(await exchange(get("/api/table", gzip))).toContain("content-encoding: gzip\r\n");
  const table = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/table`);
  expect((await table.text()).split("\r\n")[999]).toBe('999,"Grün"');
});

test("bodies: in chunks, too large with and without saying so, and the connection stays usable", async () => {
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  const big = "x".repeat(70_000);
  const announced = `${get("/api/echo", `Content-Length: ${big.length}\r\n\r\n`, "POST")}${big}`;
  const inChunks = (text: string) =>
    `${get("/api/echo", "Transfer-Encoding: chunked\r\n\r\n", "POST")}${chunk(text)}0\r\n\r\n`;
  const replies = await exchange(
    announced + inChunks(big) + inChunks('{"name":"Joe"}') + inChunks('{"name":') + get("/api/text", CLOSE),
  );
  expect(replies.match(/HTTP\/1\.1 \d+/g)).toEqual([413, 413, 200, 400, 200].map((status) => `HTTP/1.1 ${status}`));
});

test("requests that are aborted or only half sent leave nothing behind, and in the log only that", async () => {
  const log = captureLog();
  const before = handled;
  const half = get("/api/echo", "Content-Length: 100\r\n\r\n", "POST");
  for (const text of ["POST /api/ec", get("/api/echo", "Content-Le", "POST"), half, `${half}{"name":`]) {
    const { socket } = open();
    socket.write(text);
    await sleep(20);
    socket.destroy();
  }
  const { socket } = open();
  socket.write(get("/api/table", "\r\n"));
  socket.once("data", () => socket.destroy());
  await expectNoConnections();
  expect(handled).toBe(before);
  await vi.waitFor(() => expect(log).toHaveLength(3));
  for (const line of log) expect(line).toMatchObject({ level: "info", event: "request", aborted: true });
});

test("F7: HEAD on an event stream is answered at once, and nothing is polled for it", async () => {
  polls = 0;
  const replies = await exchange(
    `${get("/api/events", "\r\n", "HEAD").repeat(20)}${get("/api/events", CLOSE, "HEAD")}`,
  );
  expect(replies.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(21);
  await expectNoConnections();
  await sleep(50);
  expect(polls).toBe(0);
});

test("an event stream sends at once, is not compressed, and ends when its client goes away", async () => {
  const { socket, received } = open();
  socket.write(get("/api/events", "Accept-Encoding: gzip\r\n\r\n"));
  await vi.waitFor(() => expect(received()).toContain("data: "), 5000);
  expect(received()).not.toContain("content-encoding");
  socket.destroy();
  await expectNoConnections();
  const ended = polls;
  await sleep(100);
  expect(polls).toBeLessThanOrEqual(ended + 1);
});

test("an event stream ends when its visitor is no longer admitted", async () => {
  const { socket, received, closed } = open();
  socket.write(get("/api/events", CLOSE));
  await vi.waitFor(() => expect(received()).toContain("data: "), 5000);
  admitted = false;
  await closed;
  expect(received()).toContain("0\r\n\r\n");
});
