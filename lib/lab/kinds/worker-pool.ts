import type { RunContext } from "#lib/lab/engine/engine.ts";
import { summarise } from "#lib/lab/report/latency.ts";
import type { RateMeasurement } from "#lib/lab/report/verdict.ts";
import { stepResult } from "#lib/lab/workers/open-loop.ts";

/** Load workers that have made their preparations and wait for steps. */
export interface WorkerPool {
  /** Generates load at a rate, shared evenly among the workers, for a number of seconds. */
  run(rate: number, seconds: number): Promise<RateMeasurement>;
  stop(): void;
}

/**
 * Starts load workers and waits until each is ready.
 * @param jobs one for each worker
 */
export async function startWorkerPool(
  context: RunContext<"load">,
  program: string,
  jobs: readonly object[],
): Promise<WorkerPool> {
  const workers = jobs.map((job) => context.start(program, job));
  await Promise.all(workers.map((worker) => worker.receive()));
  return {
    async run(rate, seconds) {
      context.meter.reset();
      const share = { rate: rate / workers.length, seconds };
      const replies = await Promise.all(workers.map((worker) => worker.request(share)));
      const results = replies.map((reply) => stepResult.parse(reply));
      const succeeded = results.reduce((sum, result) => sum + result.succeeded, 0);
      const achieved = results.reduce((sum, result) => sum + (result.succeeded * 1000) / result.ms, 0);
      return {
        rate,
        achieved: Math.round(achieved * 10) / 10,
        successRate: Math.min(1, succeeded / Math.max(1, Math.round(rate * seconds))),
        latencyMs: summarise(context.meter.total),
        generator: {
          cpu: Math.max(...results.map(({ cpu }) => cpu)),
          lateMs: Math.max(...results.map(({ lateMs }) => lateMs)),
        },
      };
    },
    stop() {
      for (const worker of workers) worker.send("end");
    },
  };
}

/** Splits a number of things into contiguous parts whose sizes differ by at most one. */
export function splitEvenly(count: number, parts: number): { first: number; last: number }[] {
  const at = (part: number) => Math.floor((count * part) / parts);
  return Array.from({ length: parts }, (_, part) => ({ first: at(part), last: at(part + 1) }));
}
