import { setTimeout as sleep } from "node:timers/promises";
import { judgeClaims } from "#lib/lab/claims/claims.ts";
import { measuredSoFar } from "#lib/lab/engine/measured-so-far.ts";
import { createMeter, type Meter } from "#lib/lab/engine/meter.ts";
import { runEngine } from "#lib/lab/kinds/run-engine.ts";
import { encodeHistogram } from "#lib/lab/report/latency.ts";
import { cleanUpRun } from "#lib/lab/runs/clean-up.ts";
import { holdLease, LEASE_MS, renewLease } from "#lib/lab/runs/lease.ts";
import type { Run, RunOutcome } from "#lib/lab/runs/run.ts";
import { type RunResult, runId } from "#lib/lab/runs/schema.ts";
import { finishRun, readRun, recordEnvironment, recordSample } from "#lib/lab/runs/store.ts";
import { measureEnvironment } from "#lib/lab/servers/environment.ts";
import { type SampleMessage, startWorker } from "#lib/lab/workers/start-worker.ts";
import { logError, logToStandardError } from "#lib/log.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { readStoreInfo } from "#lib/redis/server/server-info.ts";
import { repeat } from "#lib/redis/tasks/repeat.ts";
import { awaitRedis, retryWhileAway } from "#lib/redis/tasks/retry.ts";
import { makeTimeLeftEstimator } from "./time-left.ts";

/**
 * The process of one run: `node runner.ts <run id> [web server processes]`. It exits when the process that started it
 * does.
 */

/** Between two samples, in milliseconds; with the time that taking one needs, this makes five a second. */
const SAMPLE_MS = 180;
/** A run fails if Redis has not answered for this long, in milliseconds. */
const REDIS_TIMEOUT_MS = 8000;
/** If Redis is away when a run ends, storing the outcome is retried for this long, in milliseconds. */
const FINALIZE_MS = 300_000;
/**
 * The time limit of the clean-up that an engine has registered, in milliseconds: ten thousand sessions to end over
 * HTTP.
 */
const CLEAN_UP_MS = 10_000;

/** The abort reason of a run that somebody cancelled. */
const CANCELLED = new Error("cancelled");

/** The most connections that the server has had while the run lasts. */
let connections = 0;

/** Takes samples, renews the lease and watches for reasons to stop, until the signal aborts. */
async function watch(run: Run, meter: Meter, controller: AbortController): Promise<void> {
  const begun = performance.now();
  let lastAt = begun;
  let answeredAt = begun;
  const estimateLeft = makeTimeLeftEstimator();
  while (!controller.signal.aborted) {
    await sleep(SAMPLE_MS);
    const now = performance.now();
    const { ops, ...window } = meter.takeWindow();
    const at = Math.round(now - begun);
    const { progress, phase, steady } = meter;
    const left = steady ? estimateLeft(progress, at) : -1;
    const perSecond = Math.round((ops * 1000) / (now - lastAt));
    lastAt = now;
    try {
      const { cancelled, held } = await withRedis(async (redis) => {
        const [server, held] = await Promise.all([readStoreInfo(redis), renewLease(redis, run.id)]);
        connections = Math.max(connections, server.connected_clients);
        const figures = { serverOps: server.instantaneous_ops_per_sec, memory: server.used_memory };
        const sample = { at, ops: perSecond, ...window, progress, phase, left, ...figures };
        return { cancelled: await recordSample(redis, run.id, sample), held };
      });
      answeredAt = performance.now();
      if (cancelled) controller.abort(CANCELLED);
      else if (!held) controller.abort(new Error("The run lost its lease: Redis was restarted or did not answer"));
    } catch (error) {
      if (performance.now() - answeredAt > REDIS_TIMEOUT_MS) controller.abort(error);
    }
  }
}

/** What the engine has registered to be done when all workers have exited. */
const cleanUps: (() => Promise<void>)[] = [];

/** How to make the result of a cancelled run, if its engine knows better than the meter. */
let makePartial: (() => RunResult | null) | null = null;

/** The claims of the documents are part of every result; none for kinds of which they say nothing. */
function withClaims({ request }: Run, result: RunResult): RunResult {
  const claims = judgeClaims(request, result);
  return claims.length > 0 ? { ...result, claims } : result;
}

/** What a run had measured when it was cancelled, marked as partial. */
function cancelledOutcome(run: Run, meter: Meter): RunOutcome {
  const measured = makePartial ? makePartial() : measuredSoFar(meter);
  const result: RunResult | null = measured && { ...withClaims(run, measured), ok: false, partial: true };
  return { state: "cancelled", result, histogram: result?.latencyMs ? encodeHistogram(meter.kept) : null };
}

/** Does the work of a run. */
async function execute(run: Run, meter: Meter, controller: AbortController): Promise<RunOutcome> {
  const { signal } = controller;
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  const toMeter = ({ latencies, ops, errors }: SampleMessage) => {
    meter.record(latencies, ops);
    meter.addErrors(errors);
  };
  const addCleanUp = (work: () => Promise<void>) => void cleanUps.push(work);
  const start = (program: string, job: unknown, onSample = toMeter) => startWorker({ program, job, signal, onSample });
  try {
    const onCancel = (make: () => RunResult | null) => {
      makePartial = make;
    };
    const result = await Promise.race([runEngine(run, { meter, signal, start, addCleanUp, onCancel }), aborted]);
    return {
      state: "done",
      result: withClaims(run, result),
      histogram: result.latencyMs ? encodeHistogram(meter.kept) : null,
    };
  } catch (error) {
    if (error === CANCELLED) return cancelledOutcome(run, meter);
    return { state: "failed", error: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Cleans up, then stores the outcome and releases the lease at the same time, so that a client that sees the outcome
 * can start the next run. The run keeps its lease while it cleans up.
 */
async function finalize(run: Run, outcome: RunOutcome): Promise<void> {
  if (!(await holdLease(run.id))) return finishRun(run, outcome);
  const stopRenewing = repeat(LEASE_MS / 10, () => holdLease(run.id));
  try {
    // The clean-up of an engine may fail or hang, for example if the store under test is gone. The run ends anyway.
    await Promise.race([Promise.allSettled(cleanUps.splice(0).map((work) => work())), sleep(CLEAN_UP_MS)]);
    await cleanUpRun(run);
  } finally {
    stopRenewing();
  }
  await finishRun(run, outcome);
}

// Nobody reads the standard output of this process.
logToStandardError();
// On a busy machine the connection may take longer than a request may wait for it.
await awaitRedis();
const read = await readRun(runId.parse(process.argv[2]));
if (!read?.alive || read.run.state !== "running") process.exit(1);
const environment = await measureEnvironment(Number(process.argv[3]) || null);
const run: Run = { ...read.run, environment };
await recordEnvironment(run.id, environment);
const meter = createMeter();
const controller = new AbortController();
let parentGone = false;
process.stdin.resume().on("close", () => {
  parentGone = true;
  controller.abort(new Error("The process that started the run has exited"));
});
process.on("SIGTERM", () => controller.abort(new Error("The run was stopped by SIGTERM")));
const watching = watch(run, meter, controller);
const outcome = await execute(run, meter, controller);
// Workers that are still running are killed before the keys are deleted.
controller.abort(new Error("finished"));
await watching;
const stopIfAlone = (error: unknown) => {
  if (parentGone) throw error;
};
const measuredIn = { ...environment, connections: Math.max(connections, environment.connections) };
const store = () => finalize({ ...run, progress: meter.progress, environment: measuredIn }, outcome);
await retryWhileAway(store, { everyMs: 500, forMs: FINALIZE_MS, onFailure: stopIfAlone }).catch((error: unknown) => {
  if (!parentGone) logError("run-not-stored", error, { run: run.id });
});
await closeRedis();
process.exit(0);
