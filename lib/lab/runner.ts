import { setTimeout as sleep } from "node:timers/promises";
import { createMeter, type Meter } from "#lib/lab/kinds/meter.ts";
import { runEngine } from "#lib/lab/kinds/run-engine.ts";
import { cleanUpRun } from "#lib/lab/runs/clean-up.ts";
import { type Run, runId } from "#lib/lab/runs/schema.ts";
import { type Ending, finishRun, LEASE_MS, readRun, recordSample, renewLease, retakeRun } from "#lib/lab/runs/store.ts";
import { type SampleMessage, startWorker } from "#lib/lab/workers/start-worker.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { readServerInfo } from "#lib/redis/server-info.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { startCountdown } from "./countdown.ts";

/** The process of one run: `node runner.ts <run id>`. It ends when the process that started it does. */

/** Five samples a second, with the time that taking one needs. */
const SAMPLE_MS = 180;
/** A run fails when Redis has not answered for so long, in milliseconds. */
const PATIENCE_MS = 8000;
/** The end of a run is written once Redis is back, if it is within so many milliseconds. */
const COME_BACK_MS = 300_000;

/** What a run has others do at its end may take so long, in milliseconds: who cancels waits for it. */
const LAST_WORK_MS = 3000;

/** The reason of an abort that somebody asked for. */
const CANCELLED = new Error("cancelled");

/** Takes samples and watches for a reason to stop, until the signal aborts. */
async function watch(run: Run, meter: Meter, controller: AbortController): Promise<void> {
  const begun = performance.now();
  let lastAt = begun;
  let answeredAt = begun;
  const countdown = startCountdown();
  while (!controller.signal.aborted) {
    await sleep(SAMPLE_MS);
    const now = performance.now();
    const { ops, ...window } = meter.takeWindow();
    const at = Math.round(now - begun);
    const { progress, phase, steady } = meter;
    const left = steady ? countdown(progress, at) : -1;
    const perSecond = Math.round((ops * 1000) / (now - lastAt));
    lastAt = now;
    try {
      const { cancelled, held } = await withRedis(async (redis) => {
        const [server, held] = await Promise.all([readServerInfo(redis), renewLease(redis, run.id)]);
        const figures = { serverOps: server.instantaneous_ops_per_sec, memory: server.used_memory };
        const sample = { at, ops: perSecond, ...window, progress, phase, left, ...figures };
        return { cancelled: await recordSample(redis, run.id, sample), held };
      });
      answeredAt = performance.now();
      if (cancelled) controller.abort(CANCELLED);
      else if (!held) controller.abort(new Error("The run lost its place: Redis was restarted or did not answer"));
    } catch (error) {
      if (performance.now() - answeredAt > PATIENCE_MS) controller.abort(error);
    }
  }
}

/** What is to be done when all workers have gone. */
const lastWork: (() => Promise<void>)[] = [];

/** Does the work and says how it ended. */
async function execute(run: Run, meter: Meter, controller: AbortController): Promise<Ending> {
  const { signal } = controller;
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  const toMeter = ({ latencies, ops, errors }: SampleMessage) => {
    meter.record(latencies, ops);
    meter.addErrors(errors);
  };
  const atEnd = (work: () => Promise<void>) => void lastWork.push(work);
  const start = (program: string, job: unknown, onSample = toMeter) => startWorker({ program, job, signal, onSample });
  try {
    return { state: "done", result: await Promise.race([runEngine(run, { meter, signal, start, atEnd }), aborted]) };
  } catch (error) {
    if (error === CANCELLED) return { state: "cancelled" };
    return { state: "failed", error: error instanceof Error ? error.message : String(error) };
  }
}

/** Tries again while Redis is away, so that a lost Redis finds the truth when it comes back. */
async function untilRedisAnswers(work: () => Promise<void>, isInVain: () => boolean): Promise<void> {
  const until = Date.now() + COME_BACK_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RedisUnavailableError) || Date.now() > until || isInVain()) throw error;
      await sleep(500);
    }
  }
}

/** Tidies up, then tells the end and gives the place back at once: whoever hears of the end may start the next run. */
async function finalize(run: Run, ending: Ending): Promise<void> {
  if (!(await retakeRun(run.id))) return finishRun(run, ending);
  const renewal = setInterval(() => void retakeRun(run.id).catch(() => {}), LEASE_MS / 10);
  try {
    // It may come to nothing, because the shop that was asked has gone or hangs: the run has ended all the same.
    await Promise.race([Promise.allSettled(lastWork.splice(0).map((work) => work())), sleep(LAST_WORK_MS)]);
    await cleanUpRun(run);
  } finally {
    clearInterval(renewal);
  }
  await finishRun(run, ending);
}

const read = await readRun(runId.parse(process.argv[2]));
if (!read?.alive || read.run.state !== "running") process.exit(1);
const { run } = read;
const meter = createMeter();
const controller = new AbortController();
let parentGone = false;
process.stdin.resume().on("close", () => {
  parentGone = true;
  controller.abort(new Error("The program that started the run has ended"));
});
process.on("SIGTERM", () => controller.abort(new Error("The run was told to end (SIGTERM)")));
const watching = watch(run, meter, controller);
const ending = await execute(run, meter, controller);
// Whatever still works is killed before the keys go.
controller.abort(new Error("finished"));
await watching;
run.progress = meter.progress;
await untilRedisAnswers(
  () => finalize(run, ending),
  () => parentGone,
).catch((error: unknown) => {
  if (!parentGone) console.error(error);
});
await closeRedis();
process.exit(0);
