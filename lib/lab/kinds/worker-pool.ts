import { z } from "zod";
import { summarise } from "#lib/lab/report/latency.ts";
import type { RateMeasurement } from "#lib/lab/report/verdict.ts";
import { findLabUrl } from "#lib/lab/servers/target.ts";
import type { RunContext } from "./engine.ts";

const stepResult = z.object({ sent: z.number(), succeeded: z.number(), ms: z.number() });

/** Load workers that have created their sessions and wait for steps. */
export interface WorkerPool {
  /** Writes at a rate, shared evenly among the workers, for a number of seconds. */
  run(rate: number, seconds: number): Promise<RateMeasurement>;
  stop(): void;
}

/** Starts load workers and waits until each has created its share of the sessions. */
export async function startWorkerPool(context: RunContext<"load">, size: number): Promise<WorkerPool> {
  const { sessions } = context.request;
  const url = await findLabUrl();
  const workers = Array.from({ length: size }, (_, i) => {
    const first = Math.floor((sessions * i) / size);
    const last = Math.floor((sessions * (i + 1)) / size);
    return context.start("load", { url, run: context.id, first, last });
  });
  await Promise.all(workers.map((worker) => worker.receive()));
  return {
    async run(rate, seconds) {
      context.meter.reset();
      const replies = await Promise.all(workers.map((worker) => worker.request({ rate: rate / size, seconds })));
      const results = replies.map((reply) => stepResult.parse(reply));
      const succeeded = results.reduce((sum, result) => sum + result.succeeded, 0);
      const achieved = results.reduce((sum, result) => sum + (result.succeeded * 1000) / result.ms, 0);
      return {
        rate,
        achieved: Math.round(achieved * 10) / 10,
        successRate: Math.min(1, succeeded / Math.max(1, Math.round(rate * seconds))),
        latencyMs: summarise(context.meter.total),
      };
    },
    stop() {
      for (const worker of workers) worker.send("end");
    },
  };
}
