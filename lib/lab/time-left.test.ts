import { expect, test } from "vitest";
import { makeTimeLeftEstimator } from "./time-left.ts";

/** The estimates for a run that prepares and then works at a constant speed, next to the true time left, in seconds. */
function simulate(prepareMs: number, workMs: number): { estimate: number; left: number }[] {
  const estimateLeft = makeTimeLeftEstimator();
  const estimates = [];
  for (let at = 180; at < prepareMs + workMs; at += 180) {
    const estimate = estimateLeft(Math.max(0, (at - prepareMs) / workMs), at);
    estimates.push({ estimate, left: (prepareMs + workMs - at) / 1000 });
  }
  return estimates;
}

test.each([
  ["a load of 6 s", 2000, 6000],
  ["a comparison of 8 s", 4300, 8000],
  ["work that needs no preparation", 0, 10_000],
])("the time left of %s is right from its first second on, however long the preparation took", (_, prepare, work) => {
  const estimates = simulate(prepare, work);
  const known = estimates.filter(({ estimate }) => estimate >= 0);
  expect(known[0]?.left).toBeGreaterThan(work / 1000 - 1.2);
  expect(estimates.slice(-known.length)).toEqual(known);
  for (const { estimate, left } of known) expect(Math.abs(estimate - left)).toBeLessThan(Math.max(1, left * 0.35));
  for (const { estimate, left } of known.filter((each) => each.left < work / 2000))
    expect(estimate).toBeCloseTo(left, 0);
});
