import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";

/**
 * A clock that ticks on time: a thread that does nothing else sleeps until each tick and tells its parent. Timers of
 * an event loop come up to a millisecond late, which would be counted as latency of Redis. The first message says when
 * the clock began, which is once the thread is up: that may take a tenth of a second.
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
