import { z } from "zod";
import { newHistogram, recordLatency, summarise } from "#lib/lab/report/latency.ts";
import type { WorkerTools } from "./job.ts";

/** The operations of a comparison. */
export const operations = ["session lookup", "session update", "cart add", "user lookup"] as const;
export type Operation = (typeof operations)[number];

/** SKUs that the carts are filled with. */
export const CART_SKUS = 5;

/** One operation to repeat for a number of milliseconds, or the end. */
export const slot = z.union([z.object({ operation: z.enum(operations), ms: z.number() }), z.literal("end")]);

/** A system under comparison: each operation on row `n`. */
export type Bench = Record<Operation, (n: number) => Promise<unknown>>;

/** Opens every connection and runs every code path before anything is measured. */
export async function warmUp(bench: Bench, rows: number, concurrency: number): Promise<void> {
  for (const operation of operations) {
    for (let round = 0; round < 20; round++) {
      await Promise.all(
        Array.from({ length: concurrency }, (_, i) => bench[operation]((round * concurrency + i) % rows)),
      );
    }
  }
}

/** Serves time slots and reports throughput and latency of each, with a fixed number of operations in flight (closed loop). */
export async function serveSlots(
  bench: Bench,
  rows: number,
  concurrency: number,
  { receive, send, report }: WorkerTools,
): Promise<null> {
  for (;;) {
    const next = slot.parse(await receive());
    if (next === "end") return null;
    const run = bench[next.operation];
    const histogram = newHistogram();
    const begun = performance.now();
    const until = begun + next.ms;
    const loop = async (first: number) => {
      for (let n = first; performance.now() < until; n += 7919) {
        const sent = performance.now();
        await run(n % rows);
        const ms = performance.now() - sent;
        recordLatency(histogram, ms * 1000);
        report.add(ms);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, (_, i) => loop(i * 101)));
    const perSecond = (histogram.totalCount * 1000) / (performance.now() - begun);
    await send({ perSecond: Math.round(perSecond), ...summarise(histogram) });
  }
}
