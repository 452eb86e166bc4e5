import { expect, test } from "vitest";
import { exitCodeOf } from "#lib/lab/terminal.ts";
import { exampleRun } from "#test/lab-examples.ts";
import { judgeRate } from "./verdict.ts";

test.each([
  [{ achieved: 5990, p99: 0.9 }, 0, 0, "6,000/s held, p99 0.9 ms"],
  [{ achieved: 5990, p99: 212 }, 0, 1, "6,000/s achieved, but p99 212.0 ms is above 5 ms"],
  [{ achieved: 4000, p99: 2100 }, 1, 1, "6,000/s not held: 4,000/s achieved, p99 2100.0 ms"],
])(
  "H5: the verdict of a load (%o): exit code %i, or %i if a p99 was asked for",
  ({ achieved, p99 }, code, strict, verdict) => {
    const latencyMs = { mean: 0.4, p50: 0.3, p95: 0.7, p99, max: 3000 };
    const measurement = { rate: 6000, achieved, successRate: 1, latencyMs };
    for (const [result, expected] of [
      [judgeRate(measurement, 5), code],
      [judgeRate(measurement, 5, 5), strict],
    ] as const) {
      expect(result).toMatchObject({ verdict });
      expect(exitCodeOf({ ...exampleRun, result })).toBe(expected);
    }
  },
);

test("exit codes of runs without a result", () => {
  expect(exitCodeOf({ ...exampleRun, state: "failed", result: null })).toBe(2);
  expect(exitCodeOf({ ...exampleRun, state: "cancelled", result: null })).toBe(130);
});

const slow = { mean: 9, p50: 9, p95: 20, p99: 40, max: 50 };
const notHeld = { rate: 6000, achieved: 4000, successRate: 1, latencyMs: slow };

test.each([
  [{ cpu: 0.96, lateMs: 1 }, /; the load generator itself was the limit \(96 % of a core\)$/],
  [{ cpu: 0.5, lateMs: 30 }, /; the load generator itself was the limit \(30\.0 ms late\)$/],
  [{ cpu: 0.5, lateMs: 10 }, /p99 40\.0 ms$/],
])("a generator that took %o is named in the verdict if it was the limit", (generator, verdict) => {
  expect(judgeRate({ ...notHeld, generator }, 5).verdict).toMatch(verdict);
});
