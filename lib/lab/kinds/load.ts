import { formatRate, judgeRate, LIMIT_MS } from "#lib/lab/report/verdict.ts";
import type { RunResult } from "#lib/lab/runs/schema.ts";
import type { Engine, RunContext } from "./engine.ts";
import { climb, judgeClimb } from "./find-limit.ts";
import { type Crew, gatherCrew } from "./worker-pool.ts";

/** Code that has not run before is slow; what it does in this time is not counted. */
const WARM_UP_SECONDS = 1;
const WARM_UP_RATE = 6000;
/** One process writes so many a second without becoming the bottleneck itself. */
const RATE_OF_A_WORKER = 15_000;
const MAX_WORKERS = 4;
const STEP_SECONDS = 2;
/** The part of what is left that the progress of a search goes on by with each try. */
const CREEP = 0.1;

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

/** Climbs from rate to rate. How far it is can't be known: the bar only shows that it goes on. */
async function findLimit(context: RunContext<"load">, crew: Crew): Promise<RunResult> {
  const { rate: from, limitMs = LIMIT_MS, seconds } = context.params;
  context.meter.steady = false;
  const attempt = async (rate: number) => {
    context.meter.phase = `trying ${formatRate(rate)}`;
    const measured = await crew.run(rate, Math.min(seconds, STEP_SECONDS));
    context.meter.progress += (0.95 - context.meter.progress) * CREEP;
    return measured;
  };
  return judgeClimb(await climb(attempt, from, limitMs), limitMs);
}

/** Session writes at a fixed rate: latency counts from when a write was due, so a stall can't hide (open loop). */
export const load: Engine<"load"> = async (context) => {
  const { rate, seconds, findLimit: search, sessions, limitMs } = context.params;
  context.meter.phase = `creating ${sessions.toLocaleString("en")} sessions`;
  const size = Math.min(MAX_WORKERS, sessions, search ? 2 : Math.ceil(rate / RATE_OF_A_WORKER));
  const crew = await gatherCrew(context, size);
  context.meter.phase = "warming up";
  await crew.run(Math.min(rate, WARM_UP_RATE), WARM_UP_SECONDS);
  if (search) {
    const found = await findLimit(context, crew);
    crew.dismiss();
    return found;
  }
  context.meter.phase = `${formatRate(rate)} for ${seconds} s`;
  const measured = await withProgress(context, seconds, crew.run(rate, seconds));
  crew.dismiss();
  return judgeRate(measured, limitMs);
};
