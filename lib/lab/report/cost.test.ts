import { expect, test } from "vitest";
import { computeCost, DOCUMENTED } from "./cost.ts";

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

test("a smaller ratio needs more Redis servers, and may save nothing", () => {
  expect(computeCost({ ...DOCUMENTED, ratio: 7.3 }).redisServers).toBe(6);
  expect(computeCost({ ...DOCUMENTED, ratio: 0.5 }).reduction).toBeLessThan(0);
});
