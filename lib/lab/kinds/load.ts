import { formatRate } from "#lib/lab/report/format.ts";
import { DEFAULT_LIMIT_MS, judgeRate, wasHeld } from "#lib/lab/report/verdict.ts";
import type { RunResult } from "#lib/lab/runs/schema.ts";
import type { Engine, RunContext } from "./engine.ts";
import { judgeSearch, type SearchStep, searchHighestRate } from "./find-limit.ts";
import { withProgress } from "./with-progress.ts";
import { startWorkerPool, type WorkerPool } from "./worker-pool.ts";

/** Code is slow until it has run for a while; what happens in this time is not counted. */
const WARM_UP_SECONDS = 1;
const WARM_UP_RATE = 6000;
/** The rate that one process can write at without becoming the bottleneck itself, per second. */
const WORKER_RATE = 15_000;
const MAX_WORKERS = 4;
const STEP_SECONDS = 2;
/** The share of the remaining progress that each step of a search adds. */
const SEARCH_PROGRESS = 0.1;

/** Raises the rate step by step. The number of steps is unknown, so the progress bar only shows that it is working. */
async function findLimit(context: RunContext<"load">, pool: WorkerPool): Promise<RunResult> {
  const { rate: from, limitMs = DEFAULT_LIMIT_MS, seconds } = context.request;
  context.meter.steady = false;
  const steps: SearchStep[] = [];
  context.onCancel(() => (steps.length > 0 ? judgeSearch(steps, limitMs) : null));
  const attempt = async (rate: number) => {
    context.meter.phase = `trying ${formatRate(rate)}`;
    const measurement = await pool.run(rate, Math.min(seconds, STEP_SECONDS));
    // The last rate that held is the highest one, whose latencies are those of the result.
    if (wasHeld(measurement, limitMs)) context.meter.keepTotal();
    context.meter.progress += (0.95 - context.meter.progress) * SEARCH_PROGRESS;
    return measurement;
  };
  return judgeSearch(await searchHighestRate(attempt, from, limitMs, steps), limitMs);
}

/** Writes at one rate for the time that was asked for. */
async function holdRate(context: RunContext<"load">, pool: WorkerPool): Promise<RunResult> {
  const { rate, seconds, limitMs } = context.request;
  context.meter.phase = `${formatRate(rate)} for ${seconds} s`;
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000 / seconds;
  return judgeRate(await withProgress(context.meter, elapsed, () => pool.run(rate, seconds)), limitMs);
}

/** Session writes at a fixed rate (open loop): latency counts from when a write was due, so a stall cannot hide. */
export const load: Engine<"load"> = async (context) => {
  const { rate, findLimit: search, sessions } = context.request;
  context.meter.phase = `creating ${sessions.toLocaleString("en")} sessions`;
  const size = Math.min(MAX_WORKERS, sessions, search ? 2 : Math.ceil(rate / WORKER_RATE));
  const pool = await startWorkerPool(context, size);
  context.meter.phase = "warming up";
  context.meter.warmUp = true;
  await pool.run(Math.min(rate, WARM_UP_RATE), WARM_UP_SECONDS);
  context.meter.warmUp = false;
  const result = await (search ? findLimit : holdRate)(context, pool);
  pool.stop();
  return result;
};
