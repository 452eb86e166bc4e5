import { z } from "zod";
import { summarise } from "#lib/lab/report/latency.ts";
import type { Measured } from "#lib/lab/report/verdict.ts";
import { findLabUrl } from "#lib/lab/servers/target.ts";
import type { RunContext } from "./engine.ts";

const stepResult = z.object({ sent: z.number(), succeeded: z.number(), ms: z.number() });

/** Load workers that have their sessions and wait for steps. */
export interface Crew {
  /** Writes at a rate for so many seconds, the rate shared among the workers. */
  run(rate: number, seconds: number): Promise<Measured>;
  dismiss(): void;
}

/** Starts load workers and lets them create their sessions. */
export async function gatherCrew(context: RunContext<"load">, size: number): Promise<Crew> {
  const { sessions } = context.params;
  const url = await findLabUrl();
  const workers = Array.from({ length: size }, (_, i) => {
    const first = Math.floor((sessions * i) / size);
    const last = Math.floor((sessions * (i + 1)) / size);
    return context.start("load", { url, run: context.id, first, last });
  });
  await Promise.all(workers.map((worker) => worker.next()));
  return {
    async run(rate, seconds) {
      context.meter.reset();
      const replies = await Promise.all(workers.map((worker) => worker.ask({ rate: rate / size, seconds })));
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
    dismiss() {
      for (const worker of workers) worker.tell("end");
    },
  };
}
