import type { RunResult } from "../schema.ts";
import { formatRate, judgeRate, type Measured, wasHeld } from "../verdict.ts";

/** The search for the highest rate at which p99 stays within a bound. */

/** Each step raises the rate by so much. */
const RAISE = 1.25;
/** While not even the first rate is held, it is divided by so much. */
const LOWER = 4;
const LOWEST_RATE = 10;
const HIGHEST_RATE = 500_000;

/** A rate of the search, with the better of its tries. */
export interface Step extends Measured {
  held: boolean;
  tries: number;
}

/** What another program does to the machine for a moment is not the limit: a rate that was not held has a second try. */
async function tryTwice(attempt: (rate: number) => Promise<Measured>, rate: number, limitMs: number): Promise<Step> {
  const first = await attempt(rate);
  if (wasHeld(first, limitMs)) return { ...first, held: true, tries: 1 };
  const second = await attempt(rate);
  const better = second.latencyMs.p99 < first.latencyMs.p99 ? second : first;
  return { ...better, held: wasHeld(better, limitMs), tries: 2 };
}

/**
 * Raises the rate from `from` on, by a quarter each time, until p99 passes `limitMs` or the rate is not kept up with.
 * When `from` itself is too much, it begins lower.
 * @param attempt loads at a rate, in operations a second
 * @returns the steps in the order in which they were tried; the last one is too much, unless the bounds ended the search
 */
export async function climb(
  attempt: (rate: number) => Promise<Measured>,
  from: number,
  limitMs: number,
): Promise<Step[]> {
  const steps: Step[] = [];
  const step = async (rate: number) => {
    const tried = await tryTwice(attempt, rate, limitMs);
    steps.push(tried);
    return tried.held;
  };
  let rate = from;
  while (!(await step(rate))) {
    if (rate <= LOWEST_RATE) return steps;
    rate = Math.max(LOWEST_RATE, Math.round(rate / LOWER));
  }
  while (rate < HIGHEST_RATE) {
    rate = Math.min(HIGHEST_RATE, Math.ceil(rate * RAISE));
    if (!(await step(rate))) break;
  }
  return steps;
}

/** What the steps of a search come to: the knee is the last rate that was held. */
export function judgeClimb(steps: readonly Step[], limitMs: number): RunResult {
  const table = steps.map(({ rate, achieved, latencyMs, tries, held }) => ({
    rate,
    achieved,
    ...latencyMs,
    tries,
    held,
  }));
  const knee = steps.findLast((step) => step.held);
  const last = steps.at(-1);
  if (!knee || !last) return { ok: false, verdict: `p99 was above ${limitMs} ms at every rate that was tried`, table };
  const verdict = last.held
    ? `${formatRate(knee.rate)} held, and more was not tried`
    : `The knee is at ${formatRate(knee.rate)}: ${judgeRate(last, limitMs).verdict}`;
  return { ...judgeRate(knee, limitMs), verdict, figures: { knee: knee.rate }, table };
}
