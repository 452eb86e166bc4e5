import { expect, test } from "vitest";
import { runDuel, spreadOf } from "./measure.ts";

test("a spread is the median between the extremes, of an even number too", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
});

test("contenders warm up, then take turns and change places", async () => {
  const turns: string[] = [];
  const contender = (title: string, value: number) => ({
    title,
    measure: async () => {
      turns.push(title);
      return value;
    },
  });
  const duel = await runDuel(contender("a", 50), contender("b", 100), { seconds: 1, rounds: 2 });
  expect(turns.join("")).toBe("ab" + "ab" + "ba");
  expect(duel.ratio).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
});
