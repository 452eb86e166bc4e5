import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { describeHistogram } from "#lib/lab/report/latency.ts";
import { withRedis } from "#lib/redis/client.ts";
import { begin, finish, waitFor, waitForEnd } from "#test/lab.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { pidsOf } from "#test/servers/processes.ts";
import { setUpRedis, whileFrozen } from "#test/servers/redis.ts";
import { until } from "#test/until.ts";
import type { Run } from "./run.ts";
import { cancelRun, getRun, listRunPage, startRun } from "./runs.ts";
import { runBody } from "./schema.ts";
import { createRun, finishRun, readHistogram, readSamples } from "./store.ts";

/** What can end a run early. */

const { server } = setUpRedis();
const LONG = { kind: "load", rate: 100, seconds: 60, sessions: 20 };

const isWorking = (run: Run) => run.phase.includes("100/s");
const isLeaseHeld = () => withRedis(async (redis) => (await redis.exists("runs:active")) === 1);
const countLabKeys = () =>
  withRedis(async (redis) => (await redis.scan("0", { MATCH: "*lab*", COUNT: 10_000 })).keys.length);

test("a cancelled run stops at once, with its progress, and its keys are deleted", async () => {
  const { id } = await begin(LONG);
  await waitFor(id, isWorking);
  expect(await countLabKeys()).toBeGreaterThan(0);
  const run = await cancelRun(id, 120_000);
  expect(run?.state).toBe("cancelled");
  expect(run?.progress).toBeLessThan(1);
  expect(await countLabKeys()).toBe(0);
  await until(async () => !(await isLeaseHeld()));
  expect(await cancelRun(id)).toMatchObject({ state: "cancelled" });
});

test("a cancelled run keeps what it had measured, marked as partial, with its environment", async () => {
  const { id } = await begin(LONG);
  await waitFor(id, isWorking);
  await until(async () => (await readSamples(id, "")).some(({ sample }) => sample.ops > 0 && !sample.warmUp));
  const run = await cancelRun(id, 120_000);
  expect(run).toMatchObject({ state: "cancelled", result: { ok: false, partial: true } });
  expect(run?.result?.opsPerSecond).toBeGreaterThan(0);
  expect(run?.result?.latencyMs?.p999).toBeGreaterThan(0);
  expect(run?.environment?.redis).toMatch(/^(Redis|Valkey) \d/);
  expect(describeHistogram((await readHistogram(id)) ?? "")?.count).toBeGreaterThan(0);
});

test("a second run is refused while one is active, and may start after it", async () => {
  const first = await begin(LONG);
  expect(await startRun(runBody.parse({ kind: "browse" }))).toEqual({ ok: false, reason: "busy", active: first.id });
  expect(await cancelRun(first.id, 120_000)).toMatchObject({ state: "cancelled" });
  expect(await finish({ kind: "browse", views: 2 })).toMatchObject({ state: "done" });
});

test("a killed worker fails the run with the reason", async () => {
  const { id } = await begin(LONG);
  await waitFor(id, isWorking);
  const [runner = 0] = pidsOf(id);
  const [worker = 0] = pidsOf("workers/load.ts", runner);
  process.kill(worker, "SIGKILL");
  const run = await waitForEnd(id);
  expect(run).toMatchObject({ state: "failed", error: "The worker load was killed by SIGKILL" });
  expect(await countLabKeys()).toBe(0);
});

test("a killed runner fails the run, ends its workers and releases the lease", async () => {
  const { id } = await begin(LONG);
  await waitFor(id, isWorking);
  const [runner = 0] = pidsOf(id);
  const workers = pidsOf("workers/load.ts", runner);
  expect(workers).toHaveLength(1);
  process.kill(runner, "SIGKILL");
  const run = await waitForEnd(id);
  expect(run).toMatchObject({ state: "failed", error: "The process of the run was killed by SIGKILL" });
  expect(await countLabKeys()).toBe(0);
  await until(() => !pidsOf("workers/load.ts").some((pid) => workers.includes(pid)));
  await until(async () => !(await isLeaseHeld()));
});

test("a run whose machine died is marked as failed when it is next read", async () => {
  const created = await createRun(runBody.parse({ kind: "bulk", count: 10, shards: 2 }));
  if (!created.ok) throw new Error("refused");
  await withRedis((redis) => Promise.all([redis.del("runs:active"), redis.lPush("biglist:1", "1")]));
  expect(await getRun(created.run.id)).toMatchObject({
    state: "failed",
    error: "The process of the run ended without reporting a result",
  });
  expect(await withRedis((redis) => redis.exists(["biglist:1", "runs:active"]))).toBe(0);
});

test("all runs can be reached, page by page, newest first", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) {
    const created = await createRun(runBody.parse({ kind: "browse" }));
    if (!created.ok) throw new Error("refused");
    await finishRun(created.run, { state: "failed", error: "The reason" });
    ids.unshift(created.run.id);
    // The start of a run, by which they are ordered, is in milliseconds.
    await sleep(2);
  }
  const first = await listRunPage(2);
  const second = await listRunPage(2, first.nextCursor ?? "");
  const third = await listRunPage(2, second.nextCursor ?? "");
  expect([first, second, third].flatMap(({ runs }) => runs.map(({ id }) => id))).toEqual(ids);
  expect(third.nextCursor).toBeNull();
});

test("a run that needs too much memory is refused with the estimate", async () => {
  await withRedis((redis) => redis.configSet("maxmemory", "100mb"));
  try {
    const refused = await startRun(runBody.parse({ kind: "bulk", count: 100_000_000 }));
    expect(refused).toMatchObject({ ok: false, reason: "too-large" });
    if (refused.ok || refused.reason !== "too-large") return;
    expect(refused.estimate).toBeGreaterThan(refused.free);
    expect(await isLeaseHeld()).toBe(false);
  } finally {
    await withRedis((redis) => redis.configSet("maxmemory", "0"));
  }
});

test("a Redis that hangs fails the run, with the reason", async () => {
  setLongTimeouts({ inChildren: false });
  const { id } = await begin(LONG);
  await waitFor(id, isWorking);
  const [runner = 0] = pidsOf(id);
  // A run that has failed kills its workers, whether Redis answers or not.
  await whileFrozen(server(), () => until(() => pidsOf("workers/load.ts", runner).length === 0));
  const run = await waitForEnd(id);
  expect(run.state).toBe("failed");
  expect(run.error).toMatch(/Redis|process of the run/);
  await until(async () => !(await isLeaseHeld()));
});

test("G2: a run never takes the id of an earlier one", async () => {
  await withRedis((redis) => redis.hSet("run:000000000000", "kind", "an earlier run"));
  const drawn = ["000000000000", "000000000001"];
  const created = await createRun(runBody.parse({ kind: "browse" }), () => drawn.shift() ?? "");
  expect(created).toMatchObject({ ok: true, run: { id: "000000000001" } });
  expect(await withRedis((redis) => redis.hGet("run:000000000000", "kind"))).toBe("an earlier run");
});
