import { formatRate, judgeRate, type Measured, wasHeld } from "#lib/lab/report/verdict.ts";
import type { RunResult } from "#lib/lab/runs/schema.ts";

/** The search for the highest rate at which p99 stays within a bound. */

/** Each step raises the rate by so much. */
const RAISE = 1.25;
/** While not even the first rate is held, it is divided by so much. */
const LOWER = 4;
/** A machine on which fewer are too many is busy with something else, and the question has no answer. */
const LOWEST_RATE = 1000;
const HIGHEST_RATE = 500_000;

/** A rate of the search, with the best of its tries. */
export interface Step extends Measured {
  held: boolean;
  tries: number;
}

/** What another program does to the machine for a moment is not the limit: a rate counts as its best try does. */
const TRIES = 3;

async function tryRate(attempt: (rate: number) => Promise<Measured>, rate: number, limitMs: number): Promise<Step> {
  let best = await attempt(rate);
  let tries = 1;
  for (; tries < TRIES && !wasHeld(best, limitMs); tries++) {
    const again = await attempt(rate);
    if (again.latencyMs.p99 < best.latencyMs.p99) best = again;
  }
  return { ...best, held: wasHeld(best, limitMs), tries };
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
    const tried = await tryRate(attempt, rate, limitMs);
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
