import { expect, test } from "vitest";
import { compareBenchmarks } from "./measure.ts";

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
