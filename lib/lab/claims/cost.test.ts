import { expect, test } from "vitest";
import type { Row, RunResult } from "#lib/lab/runs/schema.ts";
import { exampleRun } from "#test/lab-examples.ts";
import { areScattered, computeCost, DOCUMENTED, measuredRatio } from "./cost.ts";

test("the documents' model gives the documents' figures", () => {
  expect(computeCost(DOCUMENTED)).toEqual({
    redisServers: 3,
    databaseMonthly: 200_000,
    redisMonthly: 15_000,
    savedMonthly: 185_000,
    savedYearly: 2_220_000,
    reduction: 0.925,
  });
});

test("the ratio of a comparison has the range of its rounds, and one of an earlier version has none", () => {
  const result = (figures: Row): RunResult => ({ ok: true, verdict: "", figures });
  const run = (figures: Row) => measuredRatio({ ...exampleRun, kind: "compare", result: result(figures) });
  expect(run({ ratio: 4.1, ratioLow: 2.5, ratioHigh: 6.1 })).toEqual({
    run: exampleRun.id,
    ratio: 4.1,
    low: 2.5,
    high: 6.1,
  });
  expect(run({ ratio: 4.1 })).toMatchObject({ low: 4.1, high: 4.1 });
  expect(run({})).toBeNull();
  expect(measuredRatio(exampleRun)).toBeNull();
});

test("measurements that scatter are known as such", () => {
  expect(areScattered([3.9, 6.1, 2.5, 4.1])).toBe(true);
  expect(areScattered([4, 4.5, 5])).toBe(false);
  expect(areScattered([])).toBe(false);
});

test("a smaller ratio needs more Redis servers, and may save nothing", () => {
  expect(computeCost({ ...DOCUMENTED, ratio: 7.3 }).redisServers).toBe(6);
  expect(computeCost({ ...DOCUMENTED, ratio: 0.5 }).reduction).toBeLessThan(0);
});
