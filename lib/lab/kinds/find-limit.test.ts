import { afterAll, expect, test, vi } from "vitest";
import type { Measured } from "#lib/lab/report/verdict.ts";
import { finish } from "#test/lab.ts";
import { setUpRedis } from "#test/redis.ts";
import { startRedisProxy } from "#test/tcp-proxy.ts";
import { climb, judgeClimb } from "./find-limit.ts";

// A run starts processes, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const { server } = setUpRedis();
let close = async () => {};
afterAll(() => close());

/** A server that answers in 1 ms up to a rate, and late above it. @returns what it is asked, in order */
function makeModel(capacity: number, unlucky: number[] = []) {
  const asked: number[] = [];
  const attempt = async (rate: number): Promise<Measured> => {
    const late = rate > capacity || unlucky.includes(asked.length);
    asked.push(rate);
    const ms = late ? 50 : 1;
    return { rate, achieved: rate, successRate: 1, latencyMs: { mean: ms, p50: ms, p95: ms, p99: ms, max: ms } };
  };
  return { asked, attempt };
}

test("the rate is raised by a quarter until p99 passes; the knee is the last that held", async () => {
  const { attempt, asked } = makeModel(1600);
  const steps = await climb(attempt, 1000, 5);
  expect(asked).toEqual([1000, 1250, 1563, 1954, 1954, 1954]);
  expect(judgeClimb(steps, 5)).toMatchObject({
    ok: true,
    target: 1563,
    figures: { knee: 1563 },
    verdict: "The knee is at 1,563/s: 1,954/s held, but p99 50.0 ms is above 5 ms",
  });
});

test("one unlucky try does not end the search", async () => {
  const { attempt } = makeModel(1600, [1]);
  const steps = await climb(attempt, 1000, 5);
  expect(steps.map(({ rate, tries, held }) => [rate, tries, held])).toEqual([
    [1000, 1, true],
    [1250, 2, true],
    [1563, 1, true],
    [1954, 3, false],
  ]);
});

test("it begins lower when the first rate is too much, and says so when every rate is", async () => {
  expect((await climb(makeModel(3000).attempt, 10_000, 5)).map(({ rate }) => rate)).toEqual([10_000, 2500, 3125]);
  const steps = await climb(makeModel(0).attempt, 10_000, 5);
  expect(steps.map(({ rate }) => rate)).toEqual([10_000, 2500, 1000]);
  expect(judgeClimb(steps, 5)).toMatchObject({ ok: false, verdict: "p99 was above 5 ms at every rate that was tried" });
});

test("a real search, against a Redis that can't do more than a few hundred packets a second", async () => {
  const proxy = await startRedisProxy(server().url);
  close = () => proxy.close();
  process.env.REDIS_URL = proxy.url;
  const run = await finish({ kind: "load", findLimit: true, rate: 100, seconds: 2, sessions: 20, limitMs: 300 });
  process.env.REDIS_URL = server().url;
  expect(run).toMatchObject({ state: "done", error: null });
  const { table = [], figures, ok } = run.result ?? {};
  const rates = table.map((row) => Number(row.rate));
  // A machine that is too busy for the first rate begins lower; from the first that held on, each is above the one before.
  const climbed = rates.slice(table.findIndex((row) => row.held));
  expect(climbed).toEqual(climbed.toSorted((a, b) => a - b));
  expect(new Set(rates).size).toBe(rates.length);
  // It has stopped at the first that was too much after the one that is the knee.
  expect(table.at(-1)).toMatchObject({ held: false, tries: 3 });
  const held = table.filter((row) => row.held);
  expect(held.every((row) => Number(row.p99) <= 300)).toBe(true);
  expect(ok).toBe(held.length > 0);
  expect(figures?.knee).toBe(held.at(-1)?.rate);
  expect(held).toHaveLength(ok ? climbed.length - 1 : 0);
});
