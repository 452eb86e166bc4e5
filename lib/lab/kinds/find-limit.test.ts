import { afterAll, expect, test } from "vitest";
import type { RateMeasurement } from "#lib/lab/report/verdict.ts";
import { startRedisProxy } from "#test/faults/tools/tcp-proxy.ts";
import { finish } from "#test/lab.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { judgeSearch, searchHighestRate } from "./find-limit.ts";

const { server } = setUpRedis();
let close = async () => {};
afterAll(() => close());

/** A server that answers in 1 ms up to a rate, and in 50 ms above it. @returns the rates tried, in order */
function makeModel(capacity: number, slow: number[] = []) {
  const tried: number[] = [];
  const attempt = async (rate: number): Promise<RateMeasurement> => {
    const late = rate > capacity || slow.includes(tried.length);
    tried.push(rate);
    const ms = late ? 50 : 1;
    return { rate, achieved: rate, successRate: 1, latencyMs: { mean: ms, p50: ms, p95: ms, p99: ms, max: ms } };
  };
  return { tried, attempt };
}

test("the rate is raised by a quarter until p99 exceeds the limit; the last one that held is reported", async () => {
  const { attempt, tried } = makeModel(1600);
  const steps = await searchHighestRate(attempt, 1000, 5);
  expect(tried).toEqual([1000, 1250, 1563, 1954, 1954, 1954]);
  expect(judgeSearch(steps, 5)).toMatchObject({
    ok: true,
    target: 1563,
    figures: { highestRate: 1563 },
    verdict: "1,563/s is the highest rate that held: at 1,954/s, p99 was 50.0 ms (limit 5 ms)",
  });
});

test("a single slow try does not end the search", async () => {
  const { attempt } = makeModel(1600, [1]);
  const steps = await searchHighestRate(attempt, 1000, 5);
  expect(steps.map(({ rate, tries, held }) => [rate, tries, held])).toEqual([
    [1000, 1, true],
    [1250, 2, true],
    [1563, 1, true],
    [1954, 3, false],
  ]);
});

test("it starts lower if the first rate does not hold, and reports if none does", async () => {
  expect((await searchHighestRate(makeModel(3000).attempt, 10_000, 5)).map(({ rate }) => rate)).toEqual([
    10_000, 2500, 3125,
  ]);
  const steps = await searchHighestRate(makeModel(0).attempt, 10_000, 5);
  expect(steps.map(({ rate }) => rate)).toEqual([10_000, 2500, 1000]);
  expect(judgeSearch(steps, 5)).toMatchObject({
    ok: false,
    verdict: "No rate held: at 1,000/s, p99 was 50.0 ms (limit 5 ms)",
  });
});

test("a real search, against a Redis that handles only a few hundred packets per second", async () => {
  const proxy = await startRedisProxy(server().url);
  close = () => proxy.close();
  process.env.REDIS_URL = proxy.url;
  const run = await finish({ kind: "load", findLimit: true, rate: 100, seconds: 1, sessions: 20, limitMs: 300 });
  process.env.REDIS_URL = server().url;
  expect(run).toMatchObject({ state: "done", error: null });
  const { table = [], figures, ok } = run.result ?? {};
  const rates = table.map((row) => Number(row.rate));
  // On a machine that is too busy for the first rate it starts lower; from the first rate that held on, each is higher.
  const raised = rates.slice(table.findIndex((row) => row.held));
  expect(raised).toEqual(raised.toSorted((a, b) => a - b));
  expect(new Set(rates).size).toBe(rates.length);
  // It stopped at the first rate that did not hold after the highest that did.
  expect(table.at(-1)).toMatchObject({ held: false, tries: 3 });
  const held = table.filter((row) => row.held);
  expect(held.every((row) => Number(row.p99) <= 300)).toBe(true);
  expect(ok).toBe(held.length > 0);
  expect(figures?.highestRate).toBe(held.at(-1)?.rate);
  expect(held).toHaveLength(ok ? raised.length - 1 : 0);
});
