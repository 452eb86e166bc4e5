import { formatRate } from "#lib/lab/report/format.ts";
import { explainNotHeld, judgeRate, type RateMeasurement, wasHeld } from "#lib/lab/report/verdict.ts";
import type { RunResult } from "#lib/lab/runs/schema.ts";

/** The search for the highest rate at which p99 stays within a limit. */

/** Each step multiplies the rate by this. */
const STEP_UP = 1.25;
/** While even the first rate does not hold, it is divided by this. */
const STEP_DOWN = 4;
/** If not even this rate holds, the machine is busy with something else, and the search has no answer. */
export const LOWEST_RATE = 1000;
const HIGHEST_RATE = 500_000;

/** A rate that the search tried, with its best attempt. */
export interface SearchStep extends RateMeasurement {
  held: boolean;
  tries: number;
}

/** Another program may slow the machine down for a moment, which is not the limit: the best of these attempts counts. */
const MAX_TRIES = 3;

type Attempt = (rate: number) => Promise<RateMeasurement>;

async function tryRate(attempt: Attempt, rate: number, limitMs: number): Promise<SearchStep> {
  let best = await attempt(rate);
  let tries = 1;
  for (; tries < MAX_TRIES && !wasHeld(best, limitMs); tries++) {
    const again = await attempt(rate);
    if (again.latencyMs.p99 < best.latencyMs.p99) best = again;
  }
  return { ...best, held: wasHeld(best, limitMs), tries };
}

/**
 * Raises the rate from `from` on, by a quarter each time, until p99 exceeds `limitMs` or the rate is not achieved.
 * If `from` itself does not hold, it starts lower.
 * @param attempt generates load at a rate, in operations per second
 * @param lowest the search ends if not even this rate holds
 * @param steps to add to, for a caller that may be interrupted
 * @returns the steps in the order in which they were tried; the last one did not hold, unless the bounds ended the search
 */
export async function searchHighestRate(
  attempt: Attempt,
  from: number,
  limitMs: number,
  lowest = LOWEST_RATE,
  steps: SearchStep[] = [],
): Promise<SearchStep[]> {
  const step = async (rate: number) => {
    const tried = await tryRate(attempt, rate, limitMs);
    steps.push(tried);
    return tried.held;
  };
  let rate = from;
  while (!(await step(rate))) {
    if (rate <= lowest) return steps;
    rate = Math.max(lowest, Math.round(rate / STEP_DOWN));
  }
  while (rate < HIGHEST_RATE) {
    rate = Math.min(HIGHEST_RATE, Math.ceil(rate * STEP_UP));
    if (!(await step(rate))) break;
  }
  return steps;
}

/** The result of a search: that of the highest rate that held. */
export function judgeSearch(steps: readonly SearchStep[], limitMs: number): RunResult {
  const table = steps.map(({ rate, achieved, latencyMs, tries, held }) => ({
    rate,
    achieved,
    ...latencyMs,
    tries,
    held,
  }));
  const best = steps.findLast((step) => step.held);
  const last = steps.at(-1);
  if (!last) return { ok: false, verdict: "No rate was tried", table };
  const reason = `at ${formatRate(last.rate)}, ${explainNotHeld(last, limitMs)}`;
  if (!best) return { ok: false, verdict: `No rate held: ${reason}`, table };
  const verdict = last.held
    ? `${formatRate(best.rate)} held; higher rates were not tried`
    : `${formatRate(best.rate)} is the highest rate that held: ${reason}`;
  return { ...judgeRate(best, limitMs, limitMs), verdict, figures: { highestRate: best.rate }, table };
}
