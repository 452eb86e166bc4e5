import type { LatencyMs, RunResult } from "#lib/lab/runs/schema.ts";
import { formatNumber, formatRate } from "./format.ts";

/**
 * A rate is achieved if this share of it was reached and this share of the operations succeeded. It has held if p99 was
 * within the limit as well.
 */
export const MIN_ACHIEVED = 0.98;
const MIN_SUCCEEDED = 0.999;

/**
 * The limit for p99 where none is given, by what the load is put on: above it the verdict mentions p99, and the search for
 * the limit ends. Milliseconds.
 */
export const DEFAULT_LIMIT_MS = { redis: 5, http: 50 } as const;

/** What was measured at one rate. Rates are operations per second. */
export interface RateMeasurement {
  rate: number;
  achieved: number;
  /** 0 to 1 */
  successRate: number;
  latencyMs: LatencyMs;
  generator?: GeneratorMeasurement;
}

/** What the process that generates the load says of itself: of several, the busiest. */
export interface GeneratorMeasurement {
  /** Its processor time by the duration: 1 is a whole core. */
  cpu: number;
  /** By how much it was late to look at what was due (p99), in milliseconds. */
  lateMs: number;
}

/** A generator that takes more of a core than this measures itself. */
const MAX_GENERATOR_CPU = 0.9;
/** A generator that is later than this, in milliseconds, and by more than half of the p99, has caused that latency itself. */
const MAX_LATE_MS = 1;

/** Whether the process that generated the load was the limit, not what it measured. */
export function wasGeneratorLimit({ generator, latencyMs }: RateMeasurement): boolean {
  if (!generator) return false;
  const { cpu, lateMs } = generator;
  return cpu > MAX_GENERATOR_CPU || (lateMs > MAX_LATE_MS && lateMs > latencyMs.p99 / 2);
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
  const by = explainGenerator(measurement);
  if (wasAchieved(measurement)) return `p99 was ${formatP99(measurement)} (limit ${formatNumber(limitMs)} ms)${by}`;
  return `only ${formatRate(measurement.achieved)} was achieved, with p99 ${formatP99(measurement)}${by}`;
}

/** If the generator was the limit, says so, as the end of a sentence. */
function explainGenerator(measurement: RateMeasurement): string {
  const { generator } = measurement;
  if (!generator || !wasGeneratorLimit(measurement)) return "";
  const why =
    generator.cpu > MAX_GENERATOR_CPU
      ? `${Math.round(generator.cpu * 100)} % of a core`
      : `${generator.lateMs.toFixed(1)} ms late`;
  return `; the load generator itself was the limit (${why})`;
}

function explainRate(measurement: RateMeasurement, limitMs: number): string {
  const p99 = `p99 ${formatP99(measurement)}`;
  if (wasHeld(measurement, limitMs)) return `held, ${p99}`;
  const by = explainGenerator(measurement);
  if (wasAchieved(measurement)) return `achieved, but ${p99} is above ${formatNumber(limitMs)} ms${by}`;
  return `not held: ${formatRate(measurement.achieved)} achieved, ${p99}${by}`;
}

/**
 * The result of a load at one rate. The verdict distinguishes a rate that was achieved with a high p99 from one that was
 * not achieved.
 * @param usualMs a p99 above this is mentioned
 * @param limitMs the p99 that was asked for; without it the result is ok whatever its p99
 */
export function judgeRate(measurement: RateMeasurement, usualMs: number, limitMs?: number): RunResult {
  const { rate, achieved, successRate, latencyMs } = measurement;
  return {
    ...(limitMs === undefined && wasAchieved(measurement) && !wasHeld(measurement, usualMs) && { slow: true as const }),
    ok: limitMs === undefined ? wasAchieved(measurement) : wasHeld(measurement, limitMs),
    verdict: `${formatRate(rate)} ${explainRate(measurement, limitMs ?? usualMs)}`,
    target: rate,
    achieved,
    successRate,
    opsPerSecond: achieved,
    latencyMs,
  };
}
