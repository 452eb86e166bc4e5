import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";

/**
 * A precise clock: a thread that only sleeps until each tick and then notifies its parent. Timers of an event loop fire
 * up to a millisecond late, which would be reported as latency of Redis. The first message is the time at which the
 * clock starts, which is when the thread is up; that may take a tenth of a second.
 */
const job = z.object({ tickMs: z.number(), ticks: z.number() });

const { tickMs, ticks } = job.parse(workerData);
const cell = new Int32Array(new SharedArrayBuffer(4));
const now = () => Number(process.hrtime.bigint()) / 1e6;

const startsAt = now();
parentPort?.postMessage(startsAt);
for (let tick = 1; tick <= ticks; tick++) {
  const wait = startsAt + tick * tickMs - now();
  if (wait > 0) Atomics.wait(cell, 0, 0, wait);
  parentPort?.postMessage(tick);
}
