import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { setReplyStatus } from "#lib/web/forms/reply-status.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";
import { captureLog } from "#test/capture-log.ts";
import { makeFront } from "./front.ts";

/** What the front logs of requests that it turns away, or that fail (ASVS 16.3.3, 16.3.4). */

const limited = route({ visitor: "anyone" }, async () => problem(429, "Too many", { retryAfter: 60 }));
const broken = route({ visitor: "anyone" }, async () => {
  throw new TypeError("no such field");
});
const routes = [
  { address: "/api/limited", pattern: "/api/limited", params: [], handlers: new Map([["GET", limited]]) },
  { address: "/api/broken", pattern: "/api/broken", params: [], handlers: new Map([["GET", broken]]) },
];
const front = makeFront(
  async (req, res) => {
    if (req.url?.startsWith("/broken")) throw new Error("no such page");
    if (req.method === "POST") setReplyStatus({ status: 429, retryAfter: 60 });
    res.setHeader("content-type", "text/html; charset=utf-8");
    res.end("<!doctype html>");
  },
  { routes: () => routes },
);
const server = createServer(front);
beforeAll(() => new Promise<void>((done) => void server.listen(0, "127.0.0.1", done)));
afterAll(() => void server.close());

/** @returns the status of the reply */
async function send(request: string): Promise<number> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [line = "", ...headers] = request.split("\n");
  const lines = [`${line} HTTP/1.1`, "Host: store.example", "Cookie: a=secret", "Connection: close", ...headers];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  let reply = "";
  for await (const piece of socket) reply += piece;
  return Number(/^HTTP\/1\.1 (\d+)/.exec(reply)?.[1]);
}

test.each([
  [
    "a change from another site",
    "POST /cart?token=secret\nOrigin: https://evil.example\nContent-Length: 0",
    403,
    { level: "warn", event: "cross-site-refused", method: "POST", path: "/cart", origin: "https://evil.example" },
  ],
  [
    "a request that names two hosts",
    "GET /api/limited?token=secret\nHost: evil.example",
    400,
    { level: "warn", event: "bad-host", method: "GET", path: "/api/limited" },
  ],
  [
    "a request to the API that a limit stops",
    "GET /api/limited?token=secret",
    429,
    { level: "warn", event: "rate-limited", method: "GET", path: "/api/limited" },
  ],
  [
    "a form that a limit stops",
    "POST /login?token=secret\nContent-Length: 0",
    429,
    { level: "warn", event: "rate-limited", method: "POST", path: "/login" },
  ],
  [
    "a form that a limit stops, sent by script",
    "POST /login?token=secret\nNext-Action: x\nContent-Length: 0",
    200,
    { level: "warn", event: "rate-limited", method: "POST", path: "/login" },
  ],
  [
    "a request to the API that fails",
    "GET /api/broken?token=secret",
    500,
    { level: "error", event: "request-failed", path: "/api/broken", error: { name: "TypeError" } },
  ],
  [
    "a page that fails",
    "GET /broken?token=secret",
    500,
    { level: "error", event: "page-failed", method: "GET", path: "/broken", error: { message: "no such page" } },
  ],
])("ASVS 16.3.3: %s is logged, without anything that could be secret", async (_, sent, status, expected) => {
  const lines = captureLog();
  expect(await send(sent)).toBe(status);
  await vi.waitFor(() => expect(lines).toHaveLength(2));
  // With the id of the request, which is also in its own line.
  const request = lines[1]?.request;
  expect(lines).toMatchObject([
    { ...expected, request },
    { event: "request", status },
  ]);
  expect(lines[0]?.address ?? "127.0.0.1").toBe("127.0.0.1");
  expect(JSON.stringify(lines)).not.toContain("secret");
});

test("what is answered as usual leaves its own line and no other", async () => {
  const lines = captureLog();
  expect(await send("GET /cart?token=secret")).toBe(200);
  expect(await send("GET /api/nowhere")).toBe(404);
  await vi.waitFor(() => expect(lines).toHaveLength(2));
  expect(lines.map(({ event }) => event)).toEqual(["request", "request"]);
});

test("a flood of refused requests leaves ten lines, and then one a second", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const lines = captureLog("warn");
  await Promise.all(Array.from({ length: 200 }, () => send("POST /\nOrigin: null\nContent-Length: 0")));
  expect(lines).toHaveLength(10);
});
