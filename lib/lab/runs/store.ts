import { randomBytes } from "node:crypto";
import type { Environment } from "#lib/lab/servers/schema.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { type IndexPage, readPage } from "#lib/redis/paging/read-page.ts";
import { inBatches } from "#lib/redis/tasks/batches.ts";
import { isoTimeOfMs, nowMs } from "#lib/time.ts";
import { acquireLease, releaseLease } from "./lease.ts";
import type { Run, RunOutcome } from "./run.ts";
import { parseRunHash, toRunHash } from "./run-hash.ts";
import { type RunRequest, type Sample, sample } from "./schema.ts";

/** The number of runs that are kept. */
const MAX_RUNS = 100;
/** The number of samples of a run that are kept: ten minutes at five a second. */
const MAX_SAMPLES = 3000;

/** A new run that holds the lease, or the id of the run that does. */
export type CreateRunResult = { ok: true; run: Run } | { ok: false; active: string };

const newRunId = () => randomBytes(6).toString("hex");

/**
 * Acquires the lease and stores a new run. Five round trips, eight when refused, more when old runs are deleted or the id is drawn again,
 * because an earlier run has it.
 */
export async function createRun(request: RunRequest, newId = newRunId): Promise<CreateRunResult> {
  const startedAt = isoTimeOfMs(nowMs());
  const run: Run = {
    id: newId(),
    request,
    state: "running",
    progress: 0,
    phase: "starting",
    startedAt,
    finishedAt: null,
    result: null,
    error: null,
    environment: null,
  };
  return withRedis(async (redis) => {
    while (await redis.exists(keys.run(run.id))) run.id = newId();
    const active = await acquireFreeLease(redis, run.id);
    if (active !== null) return { ok: false, active };
    await redis.hSet(keys.run(run.id), toRunHash(run));
    await redis.zAdd(keys.runs, { score: Date.parse(startedAt), value: run.id });
    await deleteOldRuns(redis);
    return { ok: true, run };
  });
}

/**
 * Acquires the lease for a new run. That of a run that has just ended, and is about to release it, is free.
 * One round trip, four when another run holds it.
 * @returns null, or the run that holds it ("" if it no longer does)
 */
async function acquireFreeLease(redis: Redis, id: string): Promise<string | null> {
  if (await acquireLease(redis, id)) return null;
  const active = (await redis.get(keys.activeRun)) ?? "";
  const state = await redis.hGet(keys.run(active), "state");
  if (state !== null && state !== "running") await releaseLease(redis, active);
  return (await acquireLease(redis, id)) ? null : active;
}

async function deleteOldRuns(redis: Redis): Promise<void> {
  const old = await redis.zRange(keys.runs, 0, -MAX_RUNS - 1);
  if (old.length === 0) return;
  await Promise.all(old.flatMap((id) => [redis.unlink(keys.run(id)), redis.unlink(keys.runSamples(id))]));
  await inBatches(old, (batch) => redis.zRem(keys.runs, batch));
}

/** Adds a sample and updates the progress. One round trip. @returns whether somebody asked to cancel the run */
export async function recordSample(redis: Redis, id: string, entry: Sample): Promise<boolean> {
  const fields = Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, String(value)]));
  const trim = { strategy: "MAXLEN", strategyModifier: "~", threshold: MAX_SAMPLES } as const;
  const [, , cancel] = await Promise.all([
    redis.xAdd(keys.runSamples(id), "*", fields, { TRIM: trim }),
    redis.hSet(keys.run(id), { progress: String(entry.progress), phase: entry.phase }),
    redis.hGet(keys.run(id), "cancel"),
  ]);
  return cancel !== null;
}

/** Stores where a run is measured. One round trip. */
export async function recordEnvironment(id: string, environment: Environment): Promise<void> {
  await withRedis((redis) => redis.hSet(keys.run(id), { environment: JSON.stringify(environment) }));
}

/** The latency histogram of a run that has ended, in the HdrHistogram V2 encoding; null if it has none. One round trip. */
export async function readHistogram(id: string): Promise<string | null> {
  return withRedis((redis) => redis.hGet(keys.run(id), "histogram"));
}

/**
 * Stores how a run ended (the whole hash, because Redis may have lost it), then releases its lease: whoever acquires it
 * finds the run ended, also where the two are on different nodes. Two round trips.
 */
export async function finishRun(run: Run, outcome: RunOutcome): Promise<void> {
  const finished: Run = {
    ...run,
    state: outcome.state,
    progress: outcome.state === "done" ? 1 : run.progress,
    phase: "",
    finishedAt: isoTimeOfMs(nowMs()),
    result: outcome.state === "failed" ? null : outcome.result,
    error: outcome.state === "failed" ? outcome.error : null,
  };
  const histogram = outcome.state === "failed" ? null : outcome.histogram;
  await withRedis(async (redis) => {
    await Promise.all([
      redis.hSet(keys.run(run.id), { ...toRunHash(finished), ...(histogram ? { histogram } : {}) }),
      redis.zAdd(keys.runs, { score: Date.parse(run.startedAt), value: run.id }),
    ]);
    await releaseLease(redis, run.id);
  });
}

/** A run as it is stored, and whether it holds the lease, which means that its process is alive. One round trip. */
export async function readRun(id: string): Promise<{ run: Run; alive: boolean } | null> {
  return withRedis(async (redis) => {
    const [hash, active] = await Promise.all([redis.hGetAll(keys.run(id)), redis.get(keys.activeRun)]);
    const run = parseRunHash(id, hash);
    return run && { run, alive: active === id };
  });
}

/** Asks a run to stop, which it does within a quarter of a second. One round trip. */
export async function requestCancel(id: string): Promise<void> {
  await withRedis((redis) => redis.hSet(keys.run(id), "cancel", "1"));
}

/** A page of the ids of runs, newest first. One round trip. */
export async function readRunIds(limit: number, cursor?: string): Promise<IndexPage> {
  return withRedis((redis) => readPage(redis, keys.runs, { direction: "desc", limit, cursor }));
}

/** The ids of the newest runs. One round trip. */
export async function listRunIds(limit: number): Promise<string[]> {
  return withRedis((redis) => redis.zRange(keys.runs, 0, limit - 1, { REV: true }));
}

/** A sample with its id in the stream. */
export interface SampleEntry {
  id: string;
  sample: Sample;
}

/** Samples after an id ("" for all), oldest first. One round trip. */
export async function readSamples(runId: string, after: string): Promise<SampleEntry[]> {
  return withRedis(async (redis) => {
    const entries = await redis.xRange(keys.runSamples(runId), after ? `(${after}` : "-", "+", { COUNT: MAX_SAMPLES });
    return (entries ?? []).flatMap(({ id, message }) => {
      const parsed = sample.safeParse(message);
      return parsed.success ? [{ id, sample: parsed.data }] : [];
    });
  });
}
