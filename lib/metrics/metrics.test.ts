import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { countRequest, countShop } from "#lib/process/counters/counters.ts";
import { addDuration, makeHistogram, quantile } from "#lib/process/counters/histogram.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { until } from "#test/until.ts";
import { findAlerts, type Measured } from "./alerts.ts";
import { makeCensus } from "./census.ts";
import { type Counts, changeBetween, ownCounts } from "./counts.ts";
import { averageOf, readHistory } from "./history.ts";
import { readLatest, readMetrics } from "./metrics.ts";
import { makeObserver } from "./observe.ts";
import { dayOf, report } from "./report.ts";
import { startSampler } from "./sampler.ts";
import { metrics as schema } from "./schema.ts";

setUpRedis();

test("a quantile is interpolated within its bucket", () => {
  const histogram = makeHistogram();
  expect(quantile(histogram.buckets, 0.5)).toBeNull();
  for (let i = 0; i < 98; i++) addDuration(histogram, 1.5);
  addDuration(histogram, 60);
  addDuration(histogram, 20_000);
  expect(quantile(histogram.buckets, 0.5)).toBeCloseTo(1 + 50 / 98, 5);
  expect(quantile(histogram.buckets, 0.99)).toBe(75);
  expect(quantile(histogram.buckets, 1)).toBe(10_000);
  expect(histogram.sum).toBe(98 * 1.5 + 20_060);
});

/** The counts of a process that has answered so many requests. */
function countsOf(requests: number, pageViews = requests): Counts {
  const own = ownCounts(1000);
  return { ...own, shop: { ...own.shop, pageViews }, http: [["/", "GET", 200, [requests]]], redis: [requests] };
}

test("the figures are the sum of all processes, and a process that is not there any more takes nothing back", () => {
  const before = new Map([
    ["a", countsOf(10)],
    ["b", countsOf(5)],
  ]);
  const change = changeBetween(
    before,
    new Map([
      ["a", countsOf(14)],
      ["c", countsOf(3)],
    ]),
    2,
  );
  expect(change.shop.pageViews).toBe(4 + 3);
  expect([...change.http.values()]).toEqual([{ route: "/", method: "GET", status: 200, buckets: [7] }]);
});

test("what was counted before anybody looked did not happen in the first second", async () => {
  const observe = makeObserver();
  const { metrics } = await withRedis((redis) => observe(redis, new Map([["a", countsOf(1_000_000)]]), null));
  expect(metrics.shop.pageViewsPerSecond).toBe(0);
  const next = await withRedis((redis) => observe(redis, new Map([["a", countsOf(1_000_010)]]), null));
  expect(next.metrics.shop.pageViewsPerSecond).toBeGreaterThan(0);
  expect(next.metrics.http.routes).toMatchObject([{ route: "/", method: "GET", status: 200 }]);
  schema.parse(next.metrics);
});

test("the counts of a day are the sum of what was reported, each once", async () => {
  const ordersToday = async () =>
    Number(await withRedis((redis) => redis.hGet(keys.metricsDay(dayOf(Date.now())), "revenue")));
  await withRedis(report);
  const before = await ordersToday();
  countShop("revenue", 1999);
  await withRedis(report);
  await withRedis(report);
  expect((await ordersToday()) - before).toBe(1999);
});

test("one process samples, figures arrive, and the history has them", async () => {
  const stop = startSampler();
  try {
    await until(async () => (await readHistory({ minutes: 60 })).samples.length > 1);
    countRequest("/api/probe", "GET", 500, 3, 0);
    await until(async () => (await readLatest()).http.routes.some(({ route }) => route === "/api/probe"));
    const { samples } = await readHistory({ minutes: 60 });
    expect(samples.every(({ usedMemory }) => (usedMemory ?? 0) > 0)).toBe(true);
    expect((await readHistory({ minutes: 60, points: 2 })).samples.length).toBeLessThanOrEqual(2);
    const metrics = await readMetrics();
    expect(metrics.processes).toBe(1);
    expect(metrics.redis.commands.find(({ command }) => command === "info")?.p99Micros).toBeGreaterThan(0);
    expect(metrics.redis.slowLog).toEqual([]);
    // Nobody but the store itself has asked for anything.
    expect(metrics.redis.hitRatio).toBeNull();
  } finally {
    stop();
    await sleep(50);
  }
});

test("a report and figures that somebody else has written count as absent", async () => {
  await withRedis((redis) =>
    Promise.all([
      redis.hSet(keys.metricsProcesses, "somebody", "{}"),
      redis.set(keys.metricsNow, "{}"),
      redis.xAdd(keys.metricsSamples, "*", { usedMemory: "much" }),
    ]),
  );
  schema.parse(await readLatest());
  expect((await readHistory({ minutes: 60 })).samples).toMatchObject([{ usedMemory: null, keys: null }]);
  const stop = startSampler();
  await until(async () => (await withRedis((redis) => redis.hExists(keys.metricsProcesses, "somebody"))) === 0);
  stop();
  await sleep(50);
});

test("sessions and carts are counted over all keys, at today's prices", async () => {
  await withRedis(async (redis) => {
    await redis.hSet(keys.sku("lamp"), { name: "A lamp", price: "19.99" });
    await redis.hSet(keys.cart("g:1"), { lamp: "2", gone: "3" });
    for (let i = 0; i < 1500; i++) void redis.hSet(keys.session(String(i)), "user_id", "1");
    await redis.set(keys.cartMovedTo("g:1"), "1");
    const census = makeCensus();
    await census.step(redis, 1);
    expect(census.last()).toBeNull();
    for (let i = 0; census.last() === null; i++) await census.step(redis, i);
    expect(census.last()).toMatchObject({ sessions: 1500, carts: 1, cartsValue: 3998 });
  });
});

test("a minute has the mean of its seconds, and the worst of their slowest requests", async () => {
  const sample = { ...(await readHistorySample()), requestsPerSecond: 10, p99: 5, hitRatio: null };
  const mean = averageOf([sample, { ...sample, at: "2026-05-04T03:02:01.000Z", requestsPerSecond: 20, p99: 50 }]);
  expect(mean).toMatchObject({ at: "2026-05-04T03:02:01.000Z", requestsPerSecond: 15, p99: 50, hitRatio: null });
});

async function readHistorySample() {
  const observe = makeObserver();
  return (await withRedis((redis) => observe(redis, new Map(), null))).sample;
}

const FINE: Measured = {
  ...{ usedMemory: 1e6, maxMemory: 0, fragmentation: 9, maxmemoryPolicy: "noeviction", clients: 5, maxClients: 10_000 },
  ...{ evictedPerSecond: 0, p99: 12, requestsPerSecond: 10, errorsPerSecond: 0, refusesWrites: null, appendOnly: true },
  ...{ aofWriteOk: true, aofRewriteOk: true, snapshotOk: true, replicaLagBytes: 0, damaged: [] },
  ...{ oldestPendingSeconds: 1, savesNothing: false },
};

test.each<[string, Partial<Measured>, string, string]>([
  ["memory", { maxMemory: 1.2e6 }, "memory", "warning"],
  ["full memory", { maxMemory: 1.01e6 }, "memory", "critical"],
  ["an eviction policy", { maxmemoryPolicy: "allkeys-lru" }, "memory", "warning"],
  ["slow requests", { p99: 300 }, "http", "warning"],
  ["failing requests", { errorsPerSecond: 2 }, "errors", "critical"],
  ["refused writes", { refusesWrites: "OOM" }, "redis", "critical"],
  ["an append-only file that fails", { aofWriteOk: false }, "persistence", "critical"],
  ["neither append-only file nor snapshots", { savesNothing: true }, "persistence", "warning"],
  ["a replica that lags", { replicaLagBytes: 2e7 }, "replication", "critical"],
  ["damaged keys", { damaged: ["cart:1"] }, "redis", "warning"],
  ["an order that stays pending", { oldestPendingSeconds: 400 }, "orders", "critical"],
])("a threshold: %s", (_, measured, tile, level) => {
  expect(findAlerts(FINE)).toEqual([]);
  // A single slow request is none of many.
  expect(findAlerts({ ...FINE, p99: 2000, requestsPerSecond: 2 })).toEqual([]);
  expect(findAlerts({ ...FINE, ...measured })).toMatchObject([{ tile, level, text: expect.stringMatching(/\.$|\?$/) }]);
});
