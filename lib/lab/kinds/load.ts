import type { Engine, RunContext } from "../engine.ts";
import type { RunResult } from "../schema.ts";
import { formatRate, wasHeld } from "../verdict.ts";
import { type Crew, gatherCrew, type Measured } from "./crew.ts";

/** What p99 may not pass in the search for the limit, in milliseconds. */
const LIMIT_P99_MS = 5;
/** Code that has not run before is slow; what it does in this time is not counted. */
const WARM_UP_SECONDS = 1;
const WARM_UP_RATE = 6000;
/** One process writes so many a second without becoming the bottleneck itself. */
const RATE_OF_A_WORKER = 15_000;
const MAX_WORKERS = 4;
const STEP_SECONDS = 2;
/** The search ends when the next rate would differ by less than this part, or after so many steps. */
const PRECISION = 0.08;
const MAX_STEPS = 16;
const HIGHEST_RATE = 500_000;

/** Follows a step of known length with the progress bar. */
async function withProgress<T>(context: RunContext<"load">, seconds: number, work: Promise<T>): Promise<T> {
  const begun = performance.now();
  const timer = setInterval(() => {
    context.meter.progress = Math.min(0.99, (performance.now() - begun) / 1000 / seconds);
  }, 100);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

function judge({ rate, achieved, successRate, latencyMs }: Measured): RunResult {
  const ok = wasHeld(rate, achieved, successRate);
  const p99 = `p99 ${latencyMs.p99.toFixed(1)} ms`;
  const verdict = ok
    ? `${formatRate(rate)} held, ${p99}`
    : `${formatRate(rate)} not held: ${formatRate(achieved)} achieved, ${p99}`;
  return { ok, verdict, target: rate, achieved, successRate, opsPerSecond: achieved, latencyMs };
}

const passes = (step: Measured) =>
  wasHeld(step.rate, step.achieved, step.successRate) && step.latencyMs.p99 <= LIMIT_P99_MS;

/** Raises the rate by half until a step fails, then halves the gap. */
async function findLimit(context: RunContext<"load">, crew: Crew): Promise<RunResult> {
  const steps: Measured[] = [];
  let best: Measured | null = null;
  let [low, tooMuch, rate] = [0, Infinity, context.params.rate];
  while (rate >= 1 && rate <= HIGHEST_RATE && steps.length < MAX_STEPS) {
    context.meter.phase = `trying ${formatRate(rate)}`;
    const step = await crew.run(rate, STEP_SECONDS);
    steps.push(step);
    context.meter.progress = steps.length / MAX_STEPS;
    if (passes(step)) [best, low] = [step, rate];
    else tooMuch = rate;
    rate = Math.round(tooMuch === Infinity ? rate * 1.5 : (low + tooMuch) / 2);
    if (tooMuch - low <= tooMuch * PRECISION) break;
  }
  const table = steps.map((step) => ({
    rate: step.rate,
    achieved: step.achieved,
    ...step.latencyMs,
    held: passes(step),
  }));
  if (!best) return { ok: false, verdict: `p99 was above ${LIMIT_P99_MS} ms at every rate that was tried`, table };
  const { latencyMs, achieved, successRate } = best;
  const verdict = `The knee is at ${formatRate(best.rate)}: above it p99 passes ${LIMIT_P99_MS} ms`;
  const held = { target: best.rate, achieved, successRate, opsPerSecond: achieved, latencyMs };
  return { ok: true, verdict, ...held, figures: { knee: best.rate }, table };
}

/** Session writes at a fixed rate: latency counts from when a write was due, so a stall can't hide (open loop). */
export const load: Engine<"load"> = async (context) => {
  const { rate, seconds, findLimit: search, sessions } = context.params;
  context.meter.phase = `creating ${sessions.toLocaleString("en")} sessions`;
  const size = Math.min(MAX_WORKERS, sessions, search ? 2 : Math.ceil(rate / RATE_OF_A_WORKER));
  const crew = await gatherCrew(context, size);
  context.meter.phase = "warming up";
  await crew.run(Math.min(rate, WARM_UP_RATE), WARM_UP_SECONDS);
  if (search) return findLimit(context, crew);
  context.meter.phase = `${formatRate(rate)} for ${seconds} s`;
  const measured = await withProgress(context, seconds, crew.run(rate, seconds));
  crew.dismiss();
  return judge(measured);
};
