import type { LatencyMs, RunResult } from "#lib/lab/runs/schema.ts";
import { formatNumber, formatRate } from "./format.ts";

/**
 * A rate is achieved if this share of it was reached and this share of the operations succeeded. It has held if p99 was
 * within the limit as well.
 */
const MIN_ACHIEVED = 0.98;
const MIN_SUCCEEDED = 0.999;

/** The limit for p99 where none is given: above it the verdict mentions p99, and the search for the limit ends. Milliseconds. */
export const DEFAULT_LIMIT_MS = 5;

/** What was measured at one rate. Rates are operations per second. */
export interface RateMeasurement {
  rate: number;
  achieved: number;
  /** 0 to 1 */
  successRate: number;
  latencyMs: LatencyMs;
}

function wasAchieved({ rate, achieved, successRate }: RateMeasurement): boolean {
  return achieved >= rate * MIN_ACHIEVED && successRate >= MIN_SUCCEEDED;
}

/** Whether a rate was achieved with a p99 of at most `limitMs`. */
export function wasHeld(measurement: RateMeasurement, limitMs: number): boolean {
  return wasAchieved(measurement) && measurement.latencyMs.p99 <= limitMs;
}

const formatP99 = ({ latencyMs }: RateMeasurement) => `${latencyMs.p99.toFixed(1)} ms`;

/** Why a rate was not held, as the rest of a sentence. */
export function explainNotHeld(measurement: RateMeasurement, limitMs: number): string {
  if (wasAchieved(measurement)) return `p99 was ${formatP99(measurement)} (limit ${formatNumber(limitMs)} ms)`;
  return `only ${formatRate(measurement.achieved)} was achieved, with p99 ${formatP99(measurement)}`;
}

function explainRate(measurement: RateMeasurement, limitMs: number): string {
  const p99 = `p99 ${formatP99(measurement)}`;
  if (wasHeld(measurement, limitMs)) return `held, ${p99}`;
  if (wasAchieved(measurement)) return `achieved, but ${p99} is above ${formatNumber(limitMs)} ms`;
  return `not held: ${formatRate(measurement.achieved)} achieved, ${p99}`;
}

/**
 * The result of a load at one rate. The verdict distinguishes a rate that was achieved with a high p99 from one that was
 * not achieved.
 * @param limitMs the p99 that was asked for; without it a high p99 is mentioned, but the result is still ok
 */
export function judgeRate(measurement: RateMeasurement, limitMs?: number): RunResult {
  const { rate, achieved, successRate, latencyMs } = measurement;
  return {
    ok: limitMs === undefined ? wasAchieved(measurement) : wasHeld(measurement, limitMs),
    verdict: `${formatRate(rate)} ${explainRate(measurement, limitMs ?? DEFAULT_LIMIT_MS)}`,
    target: rate,
    achieved,
    successRate,
    opsPerSecond: achieved,
    latencyMs,
  };
}
