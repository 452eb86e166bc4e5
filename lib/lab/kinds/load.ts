import type { Engine, RunContext } from "#lib/lab/engine/engine.ts";
import { withProgress } from "#lib/lab/engine/with-progress.ts";
import { formatRate } from "#lib/lab/report/format.ts";
import { judgeRate, type RateMeasurement, wasGeneratorLimit, wasHeld } from "#lib/lab/report/verdict.ts";
import type { RunResult } from "#lib/lab/runs/schema.ts";
import { judgeSearch, type SearchStep, searchHighestRate } from "./find-limit.ts";
import { type LoadTarget, prepareTarget } from "./load-target.ts";
import { startWorkerPool, type WorkerPool } from "./worker-pool.ts";

const WARM_UP_RATE = 6000;
const STEP_SECONDS = 2;
/** The share of the remaining progress that each step of a search adds. */
const SEARCH_PROGRESS = 0.1;

/** What was measured, and how busy the process was that generated the load. */
function makeFigures({ figures }: LoadTarget, measurement: RateMeasurement | undefined): RunResult["figures"] {
  const generator = measurement?.generator;
  return {
    ...figures,
    ...(measurement && generator
      ? {
          generatorCpu: generator.cpu,
          generatorLateMs: generator.lateMs,
          generatorWasLimit: wasGeneratorLimit(measurement),
        }
      : {}),
  };
}

/** Raises the rate step by step. The number of steps is unknown, so the progress bar only shows that it is working. */
async function findLimit(context: RunContext<"load">, target: LoadTarget, pool: WorkerPool): Promise<RunResult> {
  const { rate: from, limitMs = target.usualMs, seconds } = context.request;
  context.meter.steady = false;
  const steps: SearchStep[] = [];
  const conclude = (): RunResult => {
    const result = judgeSearch(steps, limitMs);
    const best = steps.findLast((step) => step.held) ?? steps.at(-1);
    return { ...result, figures: { ...makeFigures(target, best), ...result.figures } };
  };
  context.onCancel(() => (steps.length > 0 ? conclude() : null));
  const attempt = async (rate: number) => {
    context.meter.phase = `trying ${formatRate(rate)}`;
    const measurement = await pool.run(rate, Math.min(seconds, STEP_SECONDS));
    // The last rate that held is the highest one, whose latencies are those of the result.
    if (wasHeld(measurement, limitMs)) context.meter.keepTotal();
    context.meter.progress += (0.95 - context.meter.progress) * SEARCH_PROGRESS;
    return measurement;
  };
  await searchHighestRate(attempt, from, limitMs, target.lowestRate, steps);
  return conclude();
}

/** Generates load at one rate for the time that was asked for. */
async function holdRate(context: RunContext<"load">, target: LoadTarget, pool: WorkerPool): Promise<RunResult> {
  const { rate, seconds, limitMs } = context.request;
  context.meter.phase = `${formatRate(rate)} for ${seconds} s`;
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000 / seconds;
  const measurement = await withProgress(context.meter, elapsed, () => pool.run(rate, seconds));
  return { ...judgeRate(measurement, target.usualMs, limitMs), figures: makeFigures(target, measurement) };
}

/**
 * Session writes, or page views over HTTP, at a fixed rate (open loop): latency counts from when an operation was due, so
 * a stall cannot hide.
 */
export const load: Engine<"load"> = async (context) => {
  const { rate, findLimit: search, sessions } = context.request;
  context.meter.phase = `creating ${sessions.toLocaleString("en")} sessions`;
  const target = await prepareTarget(context);
  const pool = await startWorkerPool(context, target.program, target.jobs);
  context.meter.phase = "warming up";
  context.meter.warmUp = true;
  await pool.run(Math.min(rate, WARM_UP_RATE), target.warmUpSeconds);
  context.meter.warmUp = false;
  const result = await (search ? findLimit : holdRate)(context, target, pool);
  pool.stop();
  return result;
};
