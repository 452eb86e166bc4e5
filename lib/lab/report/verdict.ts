import type { LatencyMs, RunResult } from "#lib/lab/runs/schema.ts";
import { number } from "./format.ts";

/** A rate is held when so much of it was achieved and so many operations succeeded. */
const ACHIEVED = 0.98;
const SUCCEEDED = 0.999;

/** A rate that was tried; rates are operations a second. */
export interface Measured {
  rate: number;
  achieved: number;
  /** 0 to 1 */
  successRate: number;
  latencyMs: LatencyMs;
}

function keepsUp({ rate, achieved, successRate }: Measured): boolean {
  return achieved >= rate * ACHIEVED && successRate >= SUCCEEDED;
}

/** Above it p99 is worth a word, and the search for the limit ends, unless another bound is given. Milliseconds. */
export const LIMIT_MS = 5;

/** Whether a rate was held with a p99 of `limitMs` at most. */
export function wasHeld(measured: Measured, limitMs: number): boolean {
  return keepsUp(measured) && measured.latencyMs.p99 <= limitMs;
}

function explain(measured: Measured, limitMs: number): string {
  const p99 = `p99 ${measured.latencyMs.p99.toFixed(1)} ms`;
  if (wasHeld(measured, limitMs)) return `held, ${p99}`;
  if (keepsUp(measured)) return `held, but ${p99} is above ${number(limitMs)} ms`;
  return `not held: ${formatRate(measured.achieved)} achieved, ${p99}`;
}

/**
 * What a load at one rate has shown. A rate that was kept up with, but late, is told apart from one that was not.
 * @param limitMs the p99 that was asked for; without it lateness is told, and is no failure
 */
export function judgeRate(measured: Measured, limitMs?: number): RunResult {
  const { rate, achieved, successRate, latencyMs } = measured;
  return {
    ok: limitMs === undefined ? keepsUp(measured) : wasHeld(measured, limitMs),
    verdict: `${formatRate(rate)} ${explain(measured, limitMs ?? LIMIT_MS)}`,
    target: rate,
    achieved,
    successRate,
    opsPerSecond: achieved,
    latencyMs,
  };
}

/** 6000 → "6,000/s". */
export function formatRate(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString("en")}/s`;
}
