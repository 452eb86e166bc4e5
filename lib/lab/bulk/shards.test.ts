import { expect, test } from "vitest";
import { planShards } from "./shards.ts";

test("shards are contiguous, cover everything and differ in size by at most one", () => {
  const shards = planShards(10, 4, new Map());
  expect(shards.map(({ from, to }) => [from, to])).toEqual([
    [1, 2],
    [3, 5],
    [6, 7],
    [8, 10],
  ]);
  expect(planShards(2, 8, new Map())).toHaveLength(2);
});
