import { expect, test } from "vitest";
import { startCountdown } from "./countdown.ts";

/** What a run that prepares and then works evenly is said to have left, second by second. */
function tell(prepareMs: number, workMs: number): { said: number; left: number }[] {
  const countdown = startCountdown();
  const told = [];
  for (let at = 180; at < prepareMs + workMs; at += 180) {
    const said = countdown(Math.max(0, (at - prepareMs) / workMs), at);
    told.push({ said, left: (prepareMs + workMs - at) / 1000 });
  }
  return told;
}

test.each([
  ["a load of 6 s", 2000, 6000],
  ["a comparison of 8 s", 4300, 8000],
  ["work that needs no preparation", 0, 10_000],
])("the time left of %s is right from its first second on, however long it took to prepare", (_, prepare, work) => {
  const told = tell(prepare, work);
  const known = told.filter(({ said }) => said >= 0);
  expect(known[0]?.left).toBeGreaterThan(work / 1000 - 1.2);
  expect(told.slice(-known.length)).toEqual(known);
  for (const { said, left } of known) expect(Math.abs(said - left)).toBeLessThan(Math.max(1, left * 0.35));
  for (const { said, left } of known.filter((each) => each.left < work / 2000)) expect(said).toBeCloseTo(left, 0);
});
