import { expect, test } from "vitest";
import { compareBenchmarks, spreadOf } from "./measure.ts";

test("a spread has the median and the extremes, also of an even number of values", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
});

test("benchmarks warm up, then alternate, in the other order every second round", async () => {
  const turns: string[] = [];
  const benchmark = (title: string, value: number) => ({
    title,
    measure: async () => {
      turns.push(title);
      return value;
    },
  });
  const comparison = await compareBenchmarks(benchmark("a", 50), benchmark("b", 100), { seconds: 1, rounds: 2 });
  expect(turns.join("")).toBe("ab" + "ab" + "ba");
  expect(comparison.ratio).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
});
