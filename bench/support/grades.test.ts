import { expect, test } from "vitest";
import { gradeAnswer } from "./grades.ts";

const grades = { best: 3, good: 2, related: 1 };

test.each([
  [["best", "good", "related"], 1, 1],
  [["other", "best", "good", "related"], 0.68, 0.5],
  [["related"], 0.11, 0],
  [[], 0, 0],
])("%j is graded", (ids, ndcg, reciprocalRank) => {
  const graded = gradeAnswer(ids, grades);
  expect(graded.ndcg).toBeCloseTo(ndcg, 2);
  expect(graded.reciprocalRank).toBe(reciprocalRank);
});

test("nothing is the best answer for what is not sold", () => {
  expect(gradeAnswer([], {}).ndcg).toBe(1);
  expect(gradeAnswer(["other"], {}).ndcg).toBe(0);
});
