import { expect, test } from "vitest";
import { judgeComparison } from "./claims.ts";
import { planRounds } from "./plan.ts";

test("the time is divided into at least five rounds of equal slots, after one that warms up", () => {
  const { rounds, slots } = planRounds(16, 2);
  expect(rounds).toBe(5);
  expect(slots.filter(({ round }) => round === 0)).toHaveLength(16);
  expect(slots.reduce((sum, { ms, round }) => sum + (round > 0 ? ms : 0), 0)).toBeCloseTo(16_000);
  expect(planRounds(1, 1).rounds).toBe(5);
  expect(planRounds(300, 2).rounds).toBe(15);
});

test("the systems take turns, and the one that began is second in the next round", () => {
  const { slots } = planRounds(16, 2);
  const systems = (round: number) => slots.filter((slot) => slot.round === round).map(({ system }) => system);
  expect(systems(1).slice(0, 2)).toEqual(["postgres", "redis"]);
  expect(systems(2).slice(0, 2)).toEqual(["redis", "postgres"]);
  for (let i = 0; i < slots.length; i += 2) {
    const [one, other] = [slots[i], slots[i + 1]];
    expect({ ...one, system: other?.system }).toEqual(other);
    expect(one?.system).not.toBe(other?.system);
  }
});

test("a latency below 1 ms holds, even where the ratio does not", () => {
  const row = { operation: "session lookup", setting: "relaxed", ratio: 3.9, redisPerSecond: 30_000 } as const;
  const judged = judgeComparison([{ ...row, redisP50: 0.467, postgresP50: 3.1 }], 0.7);
  expect(judged.map(({ claim, holds }) => [claim, holds])).toEqual([
    ["session lookup, relaxed: 10 to 50 times as fast", false],
    ["session lookup, relaxed: Redis below 1 ms", true],
    ["session lookup, relaxed: the database 10 to 50 ms", false],
    ["throughput: 100,000/s and more", false],
    ["throughput: 50 times as high", false],
    ["memory: 60 % less", true],
  ]);
});
