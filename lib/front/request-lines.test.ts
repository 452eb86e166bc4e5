import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { parseTrustedProxies } from "#lib/net/client-address.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";
import { captureLog } from "#test/capture-log.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { makeFront } from "./front.ts";
import { logConsoleErrors } from "./log-console-errors.ts";

/** What each request leaves: a line in the log, its id, and its times. */

setUpRedis();

const params = z.object({ id: z.string() });
const read = route({ visitor: "anyone", params }, async ({ params }) => {
  await withRedis((redis) => Promise.all([redis.get("a"), redis.get("b")]));
  // At the same time: two waits, which count once.
  await Promise.all([withRedis((redis) => redis.multi().get("a").get("b").exec()), withRedis((redis) => redis.ping())]);
  return params;
});
const refuse = route({ visitor: "anyone" }, async () => {
  await withRedis((redis) => redis.get("a"));
  return problem(401, "No");
});
const fail = route({ visitor: "anyone" }, async () => {
  throw new TypeError("on purpose");
});
const away = route({ visitor: "anyone" }, async () => {
  await withRedis(() => Promise.reject(new RedisUnavailableError("Redis did not answer in time")));
});
const routes = [
  { address: "/api/skus/[id]", pattern: /^\/api\/skus\/([^/]+)$/, params: ["id"], handlers: new Map([["GET", read]]) },
  ...Object.entries({ refuse, fail, away }).map(([name, handler]) => {
    const address = `/api/${name}`;
    return { address, pattern: address, params: [], handlers: new Map([["GET", handler]]) };
  }),
];
const server = createServer(
  makeFront(
    async (req, res) => {
      await withRedis((redis) => redis.get("a"));
      if (req.url === "/broken") throw new Error("no such page");
      res.setHeader("content-type", "text/html; charset=utf-8");
      res.write("<!doctype html>");
      await sleep(5);
      res.end("<p>text</p>");
    },
    {
      routes: () => routes,
      findPage: (path) => (path.startsWith("/products/") ? "/products/[id]" : undefined),
      client: { trusted: parseTrustedProxies("127.0.0.9"), secret: "of the store", alwaysHttps: false },
    },
  ),
);
let origin = "";
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => withRedis((redis) => redis.ping()));

const SECRETS = { cookie: "fwr_session=secret-seal", authorization: "Bearer secret-token" };

/** Sends a request with everything that must not be logged. */
async function send(path: string, init: RequestInit = {}) {
  const headers = { ...SECRETS, ...(init.headers as Record<string, string>) };
  const {
    status,
    headers: got,
    ...response
  } = await fetch(origin + path, { ...init, headers }).then(async (reply) => ({
    status: reply.status,
    headers: reply.headers,
    text: await reply.text(),
  }));
  return { status, id: got.get("x-request-id"), timing: got.get("server-timing"), text: response.text };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4/;
const REDIS_TIMING = /^total;dur=\d+\.\d, redis;dur=\d+\.\d;desc="(\d+) round trips?"$/;

test("a request leaves one line with its id, route, status, times and round trips, and nothing that was typed", async () => {
  const lines = captureLog();
  const { id, timing } = await send("/api/skus/secret-name?q=secret-query");
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  const [line] = lines;
  expect(line).toEqual({
    ...{ time: expect.any(String), level: "info", pid: process.pid, event: "request" },
    ...{ request: id, method: "GET", route: "/api/skus/[id]", status: 200 },
    ...{ ms: expect.any(Number), redisMs: expect.any(Number), roundTrips: 2 },
  });
  expect(id).toMatch(UUID);
  expect(Number(line?.ms)).toBeGreaterThanOrEqual(Number(line?.redisMs));
  expect(Number(line?.redisMs)).toBeGreaterThan(0);
  expect(timing).toMatch(REDIS_TIMING);
  expect(REDIS_TIMING.exec(timing ?? "")?.[1]).toBe("2");
  expect(JSON.stringify(lines)).not.toContain("secret");
});

test.each([
  ["a page", "/products/secret-name?a=secret", "/products/[id]", 200],
  ["a page that nobody has", "/secret-name", "(unknown)", 200],
  ["a file that is missing", "/pictures/secret-name.webp", "/pictures/[file]", 404],
  ["an address of the API that nobody has", "/api/secret-name", "(unknown)", 404],
])("%s leaves a line without the address that was typed", async (_, path, route, status) => {
  const lines = captureLog();
  const { id, timing } = await send(path);
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  expect(lines[0]).toMatchObject({ event: "request", request: id, route, status });
  expect(timing).toMatch(/^total;dur=/);
  expect(JSON.stringify(lines)).not.toContain("secret");
});

test("the id of a trusted proxy is kept if it is well-formed; anybody else's is replaced", async () => {
  const lines = captureLog();
  const sent = { "x-request-id": "Root=1-67891233-abcdef012345678912345678" };
  expect((await send("/api/skus/a", { headers: sent })).id).toMatch(UUID);
  const trusting = createServer(
    makeFront(async (_req, res) => void res.end(), {
      routes: () => routes,
      client: { trusted: parseTrustedProxies("127.0.0.1"), secret: "of the store", alwaysHttps: false },
    }),
  );
  await new Promise<void>((done) => trusting.listen(0, "127.0.0.1", done));
  const { port } = trusting.address() as AddressInfo;
  const ask = async (id: string) =>
    (await fetch(`http://127.0.0.1:${port}/api/skus/a`, { headers: { "x-request-id": id } })).headers.get(
      "x-request-id",
    );
  expect(await ask(sent["x-request-id"])).toBe(sent["x-request-id"]);
  for (const bad of ["short", "x".repeat(129), '"quoted-quoted"', "with blanks in it", "<script>alert(1)</script>"])
    expect(await ask(bad), bad).toMatch(UUID);
  trusting.closeAllConnections();
  trusting.close();
  await vi.waitFor(() => expect(lines).toHaveLength(7));
  expect(lines[1]).toMatchObject({ request: sent["x-request-id"] });
});

test("a refusal tells by its times nothing but how long it took", async () => {
  expect(await send("/api/refuse")).toMatchObject({ status: 401, timing: expect.stringMatching(/^total;dur=\d+$/) });
  // What became of a form is not in the status of its page.
  const form = { method: "POST", body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } };
  expect(await send("/products/a", form)).toMatchObject({
    status: 200,
    timing: expect.stringMatching(/^total;dur=\d+$/),
  });
  expect((await send("/products/a")).timing).toMatch(REDIS_TIMING);
});

test("problem documents name the request; 500 and 503 leave lines with the reason", async () => {
  const lines = captureLog("warn");
  for (const [path, status, expected] of [
    ["/api/fail", 500, { level: "error", route: "/api/fail" }],
    ["/api/away", 503, { level: "warn", route: "/api/away", trouble: "away" }],
  ] as const) {
    const { id, text } = await send(path);
    expect(JSON.parse(text)).toMatchObject({ status, requestId: id });
    await vi.waitFor(() => expect(lines.at(-1)).toMatchObject({ event: "request", request: id, status, ...expected }));
  }
  expect(lines[0]).toMatchObject({ event: "request-failed", request: lines[1]?.request });
});

test("a thousand requests that fail leave some twenty lines, and the count of the others", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  const lines = captureLog("info");
  for (let i = 0; i < 10; i++) await Promise.all(Array.from({ length: 100 }, () => send("/api/away")));
  await vi.waitFor(() => expect(lines.length).toBeGreaterThan(0));
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
  const written = lines.filter(({ event }) => event === "request").length;
  expect(written).toBeLessThanOrEqual(20);
  const leftOut = lines.filter(({ event }) => event === "left-out");
  expect(leftOut.reduce((sum, line) => sum + Number(line.lines), written)).toBe(1000);
});

test("what Next.js prints of pages that fail is a line, bounded, and without a stack while Redis is away", () => {
  const { error } = console;
  logConsoleErrors();
  const lines = captureLog();
  try {
    for (let i = 0; i < 100; i++) {
      console.error("⨯", Object.assign(new Error("Redis is unavailable"), { name: "RedisUnavailableError" }));
      console.error(new TypeError("no such field"));
      console.error("failed to get redirect response", "why");
    }
  } finally {
    console.error = error;
  }
  const count = (event: string) => lines.filter((line) => line.event === event).length;
  expect([count("page-without-redis"), count("page-failed")]).toEqual([10, 10]);
  expect(lines[0]).toMatchObject({ level: "warn", event: "page-without-redis", message: "Redis is unavailable" });
  expect(JSON.stringify(lines.filter(({ event }) => event === "page-without-redis"))).not.toContain("stack");
  expect(lines[1]).toMatchObject({ level: "error", error: { name: "TypeError" } });
});

test("the connection is not that of the request which needed it first", async () => {
  await closeRedis();
  const lines = captureLog();
  await send("/api/skus/a");
  await send("/api/skus/a");
  await vi.waitFor(() => expect(lines).toHaveLength(2));
  expect(lines.map(({ roundTrips }) => roundTrips)).toEqual([2, 2]);
});
