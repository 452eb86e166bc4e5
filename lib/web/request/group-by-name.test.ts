import { expect, test } from "vitest";
import { groupByName } from "./group-by-name.ts";

test("values are grouped by name in one pass, in their order", () => {
  const groups = groupByName(new URLSearchParams("a=1&b=2&a=3"), 3);
  expect([...(groups ?? [])]).toEqual([
    ["a", ["1", "3"]],
    ["b", ["2"]],
  ]);
  expect(groupByName(new URLSearchParams("a=1&b=2&a=3"), 2)).toBeNull();
});

test("the work grows with the number of names, not with its square", () => {
  let steps = 0;
  function* names(count: number): Generator<[string, string]> {
    for (let i = 0; i < count; i++) {
      steps++;
      yield [String(i), ""];
    }
  }
  expect(groupByName(names(20_000), Number.POSITIVE_INFINITY)?.size).toBe(20_000);
  expect(steps).toBe(20_000);
});
