import { afterEach, expect, test } from "vitest";
import { cancelRun } from "#lib/lab/runs/runs.ts";
import { begin, finish, waitFor, waitForEnd } from "#test/lab.ts";
import { type FakeStore, startFakeStore } from "#test/servers/fake-store.ts";
import { setUpRedis } from "#test/servers/redis.ts";

/** Load over HTTP. The real store is tested in e2e/api/lab.spec.ts; this one errs on purpose. */

setUpRedis();
const LOAD = { kind: "load", via: "http", rate: 100, seconds: 2, sessions: 20 };
let store: FakeStore;
afterEach(() => store.stop());

const count = (pattern: RegExp) => store.requests.filter((request) => pattern.test(request)).length;

test("every page view counts, in sessions that are started before and ended after it", async () => {
  store = await startFakeStore();
  const run = await finish({ ...LOAD, url: store.url });
  expect(run).toMatchObject({ state: "done", error: null });
  expect(run.result).toMatchObject({
    target: 100,
    successRate: 1,
    figures: { layer: "web store over HTTP", store: store.url },
  });
  expect(run.result?.figures?.generatorCpu).toBeGreaterThan(0);
  expect(count(/visits$/)).toBe(20);
  expect(count(/visits sid=/)).toBeGreaterThanOrEqual(200);
  const ended = store.requests.filter((request) => request.includes("/api/auth/logout"));
  expect(new Set(ended).size).toBe(20);
});

test("a refusal, a broken connection and a malformed reply are errors, and the rest goes on", async () => {
  store = await startFakeStore((n, reply) => {
    if (n % 10 === 0) reply.writeHead(503);
    if (n % 10 === 1) reply.destroy();
    if (n % 10 === 2) reply.socket?.end("nonsense");
  });
  const { result } = await finish({ ...LOAD, url: store.url });
  expect(result?.ok).toBe(false);
  expect(result?.successRate).toBeGreaterThan(0.6);
  expect(result?.successRate).toBeLessThan(0.8);
});

test("a store that disappears fails the run", async () => {
  store = await startFakeStore();
  const { id } = await begin({ ...LOAD, seconds: 60, url: store.url });
  await waitFor(id, (run) => run.phase.includes("100/s"));
  await store.stop();
  const run = await waitForEnd(id);
  expect(run).toMatchObject({ state: "failed", result: null });
  expect(run.error).toMatch(/^No store answers at http:\/\/127\.0\.0\.1:\d+/);
});

test("a cancelled run ends its sessions", async () => {
  store = await startFakeStore();
  const { id } = await begin({ ...LOAD, seconds: 60, url: store.url });
  await waitFor(id, (run) => run.phase.includes("100/s"));
  expect(await cancelRun(id, 120_000)).toMatchObject({ state: "cancelled" });
  expect(count(/logout/)).toBe(20);
});

test("a search over HTTP lowers the rate until it is the lowest that is tried", async () => {
  store = await startFakeStore((_, reply) => reply.writeHead(500));
  const run = await finish({ ...LOAD, seconds: 1, rate: 200, limitMs: 10_000, findLimit: true, url: store.url });
  expect(run.result?.table).toMatchObject([
    { rate: 200, tries: 3, held: false },
    { rate: 100, tries: 3, held: false },
  ]);
  expect(run.result?.verdict).toMatch(/^No rate held/);
});

test("without a store, the reason says that one is needed", async () => {
  store = await startFakeStore();
  await store.stop();
  const run = await finish({ ...LOAD, url: store.url });
  expect(run).toMatchObject({ state: "failed" });
  expect(run.error).toMatch(/^No store answers at .*needs a running store: start it with `npm start`/);
});
