import { beforeEach, expect, test } from "vitest";
import { listRuns } from "#lib/lab/runs/runs.ts";
import { readSamples } from "#lib/lab/runs/store.ts";
import { openClient } from "#lib/lab/servers/connect.ts";
import { withRedis } from "#lib/redis/client.ts";
import { begin, finish, waitFor, waitForEnd } from "#test/lab.ts";
import { setUpRedis } from "#test/servers/redis.ts";

/** Every kind at a small size, with real processes and a real Redis. */

const { server } = setUpRedis();
const SHOP = { "cart:1": { sku1: "2" }, "session:somebody": { created_at: "1" } };

beforeEach(async () => {
  await withRedis((redis) => Promise.all(Object.entries(SHOP).map(([key, hash]) => redis.hSet(key, hash))));
});

/** The keys besides those of the store and the stored runs. */
async function listLeftovers(): Promise<string[]> {
  const { keys } = await withRedis((redis) => redis.scan("0", { COUNT: 10_000 }));
  return keys.filter((key) => !(key in SHOP) && !/^(\{?run:|runs$)/.test(key)).sort();
}

test("pipeline: four modes, the values of the documents, `biglist` is kept", async () => {
  const run = await finish({ kind: "pipeline", count: 500 });
  expect(run).toMatchObject({ state: "done", progress: 1, result: { ok: true, verified: true, target: 500 } });
  expect(run.result?.first).toEqual([500, 499, 498, 497, 496, 495, 494, 493, 492, 491]);
  expect(run.result?.table?.map((row) => [row.mode, row.roundTrips])).toEqual([
    ["sequential", 500],
    ["auto", 1],
    ["pipeline", 1],
    ["variadic", 1],
  ]);
  expect(await withRedis((redis) => redis.lRange("biglist", 0, -1))).toEqual(
    Array.from({ length: 500 }, (_, i) => String(500 - i)),
  );
  expect(await listLeftovers()).toEqual(["biglist"]);
});

test("pipeline: a single mode", async () => {
  const run = await finish({ kind: "pipeline", count: 100, mode: "pipeline" });
  expect(run.result?.table).toHaveLength(1);
  expect(run.result?.verified).toBe(true);
});

test("H2, H5: a load counts from when an operation was due, so that a stall shows; a rate that is not reached is said", async () => {
  const { id } = await begin({ kind: "load", rate: 2000, seconds: 3, sessions: 50 });
  await waitFor(id, (run) => run.phase.endsWith(" for 3 s"));
  const stallMs = 1200;
  await withRedis((redis) => redis.sendCommand(["CLIENT", "PAUSE", String(stallMs), "ALL"]));
  const { result } = await waitForEnd(id);
  // Two fifths of the operations were due while nothing was answered.
  expect(result?.latencyMs?.p99).toBeGreaterThan(stallMs / 2);
  expect(result?.verdict).toMatch(/2,000\/s (held|achieved|not held)/);
  expect(result).toMatchObject({ target: 2000, achieved: expect.any(Number) });
});

test("load: every write is counted, and its sessions are deleted", async () => {
  const run = await finish({ kind: "load", rate: 200, seconds: 4, sessions: 50 });
  const { result } = run;
  expect(result?.target).toBe(200);
  expect(result?.successRate).toBe(1);
  expect(result?.achieved).toBeGreaterThan(0);
  const { p50 = 0, p95 = 0, p99 = 0, max = 0 } = result?.latencyMs ?? {};
  expect([p50, p95, p99, max]).toEqual([p50, p95, p99, max].toSorted((a, b) => a - b));
  expect(await listLeftovers()).toEqual([]);
  const samples = await readSamples(run.id, "");
  expect(samples.length).toBeGreaterThan(4);
  expect(samples.some(({ sample }) => sample.ops > 0)).toBe(true);
  const third = samples[2];
  expect(await readSamples(run.id, third?.id ?? "")).toEqual(samples.slice(3));
});

test("browse and crowd: every step uses the store's functions, and all keys are deleted", async () => {
  const browse = await finish({ kind: "browse", views: 10 });
  expect(browse.result).toMatchObject({ ok: true, target: 10, achieved: 10, successRate: 1 });
  const crowd = await finish({ kind: "crowd", shoppers: 4, views: 5 });
  expect(crowd.result).toMatchObject({ ok: true, target: 20, achieved: 20 });
  expect(crowd.result?.table?.map((row) => [row.step, row.count])).toEqual([
    ["product", 20],
    ["activity", 20],
    ["cart", 20],
  ]);
  expect(await listLeftovers()).toEqual([]);
  expect((await listRuns(10)).map((run) => run.request.kind)).toEqual(["crowd", "browse"]);
});

test("browse: the store's ranking is never written to", async () => {
  const observer = await openClient(server().url);
  await observer.watch(["viewed", "{viewed}:halved", ...Object.keys(SHOP)]);
  expect((await finish({ kind: "browse", views: 5 })).result?.ok).toBe(true);
  // Fails if a watched key has been written to.
  expect(await observer.multi().ping().exec()).toEqual(["PONG"]);
  observer.destroy();
});

test("bulk list: count, order and sum over uneven shards; the server's settings are restored", async () => {
  const settings = () => withRedis((redis) => redis.configGet("list-*"));
  const before = await settings();
  const run = await finish({ kind: "bulk", count: 30_001, shards: 3, workers: 2 });
  expect(run.result).toMatchObject({
    ok: true,
    verified: true,
    achieved: 30_001,
    first: [30_001, 30_000, 29_999].concat([29_998, 29_997, 29_996, 29_995, 29_994, 29_993, 29_992]),
  });
  expect(run.result?.figures?.sum).toBe((30_001 * 30_002) / 2);
  expect(await settings()).toEqual(before);
  expect(await listLeftovers()).toEqual([]);
});

test("bulk list with fewer values than shards", async () => {
  const run = await finish({ kind: "bulk", count: 3, shards: 8, workers: 4 });
  expect(run.result).toMatchObject({ verified: true, first: [3, 2, 1] });
});

test("bulk stream: a consumer group reads and acknowledges everything", async () => {
  const run = await finish({ kind: "bulk", count: 5001, shards: 2, workers: 2, structure: "stream" });
  expect(run.result).toMatchObject({ ok: true, verified: true, achieved: 5001, figures: { pending: 0 } });
  expect(run.result?.first).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(await listLeftovers()).toEqual([]);
});
