import { randomBytes } from "node:crypto";
import { holdRun } from "#lib/lab/runs/scripts/hold-run.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { type Run, type RunRequest, type RunResult, type RunState, runHash, type Sample, sample } from "./schema.ts";

/** So many runs are remembered. */
const HISTORY = 100;
/** So many samples of a run are kept: ten minutes at five a second. */
const SAMPLES = 3000;
/** A process has so long to come up and take the place over, in milliseconds. */
const STARTING_MS = 20_000;
/** The place is lost so long after its process was last heard of, in milliseconds. */
export const LEASE_MS = 15_000;

const iso = (ms: number) => new Date(ms).toISOString();

function parseRun(id: string, hash: unknown): Run | null {
  const parsed = runHash.safeParse(hash);
  if (!parsed.success) return null;
  const { params, state, progress, phase, started_at, finished_at, result, error } = parsed.data;
  const { kind, ...rest } = params;
  return {
    id,
    kind,
    params: rest,
    state,
    progress,
    phase,
    startedAt: iso(started_at),
    finishedAt: finished_at ? iso(finished_at) : null,
    result: result ?? null,
    error: error ?? null,
  };
}

/** The hash fields of a run that begins now. */
function freshHash(request: RunRequest, startedAt: number) {
  const begun = { state: "running", progress: "0", phase: "starting", started_at: String(startedAt) };
  return { kind: request.kind, params: JSON.stringify(request), ...begun };
}

/** A new run that has the one place, or the id of the run that has it. */
export type ClaimResult = { ok: true; run: Run } | { ok: false; active: string };

/** Takes the place of the active run and writes the new run down. Three round trips, more when history is cut. */
export async function acquireRun(request: RunRequest): Promise<ClaimResult> {
  const id = randomBytes(6).toString("hex");
  const startedAt = Date.now();
  return withRedis(async (redis) => {
    const taken = await redis.set(keys.activeRun, id, {
      condition: "NX",
      expiration: { type: "PX", value: STARTING_MS },
    });
    if (taken !== "OK") return { ok: false, active: (await redis.get(keys.activeRun)) ?? "" };
    const hash = freshHash(request, startedAt);
    await redis.hSet(keys.run(id), hash);
    await redis.zAdd(keys.runs, { score: startedAt, value: id });
    await forgetOldRuns(redis);
    const run = parseRun(id, hash);
    if (!run) throw new Error("A run that was just begun does not read back");
    return { ok: true, run };
  });
}

async function forgetOldRuns(redis: Redis): Promise<void> {
  const old = await redis.zRange(keys.runs, 0, -HISTORY - 1);
  if (old.length === 0) return;
  await Promise.all(old.flatMap((id) => [redis.unlink(keys.run(id)), redis.unlink(keys.runSamples(id))]));
  await redis.zRem(keys.runs, old);
}

/** Whether the place is still this run's; then it is for another fifteen seconds. One round trip. */
export async function renewLease(redis: Redis, id: string): Promise<boolean> {
  return holdRun(redis, { active: keys.activeRun, run: id, leaseMs: LEASE_MS });
}

/** Adds a sample and the progress. One round trip. @returns whether somebody asked the run to stop */
export async function recordSample(redis: Redis, id: string, entry: Sample): Promise<boolean> {
  const fields = Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, String(value)]));
  const trim = { strategy: "MAXLEN", strategyModifier: "~", threshold: SAMPLES } as const;
  const [, , cancel] = await Promise.all([
    redis.xAdd(keys.runSamples(id), "*", fields, { TRIM: trim }),
    redis.hSet(keys.run(id), { progress: String(entry.progress), phase: entry.phase }),
    redis.hGet(keys.run(id), "cancel"),
  ]);
  return cancel !== null;
}

/** The end of a run, as it is written down. */
export interface Ending {
  state: Exclude<RunState, "running">;
  result?: RunResult | undefined;
  error?: string | undefined;
}

/**
 * Writes down how a run ended (the whole hash, as Redis may have lost it) and gives its place back, if it has it.
 * The commands travel together, the state first: one round trip.
 */
export async function finishRun(run: Run, ending: Ending): Promise<void> {
  const startedAt = Date.parse(run.startedAt);
  const request = { kind: run.kind, ...run.params };
  const hash = {
    kind: run.kind,
    params: JSON.stringify(request),
    state: ending.state,
    progress: ending.state === "done" ? "1" : String(run.progress),
    phase: "",
    started_at: String(startedAt),
    finished_at: String(Date.now()),
    ...(ending.result ? { result: JSON.stringify(ending.result) } : {}),
    ...(ending.error ? { error: ending.error } : {}),
  };
  await withRedis((redis) =>
    Promise.all([
      redis.hSet(keys.run(run.id), hash),
      redis.zAdd(keys.runs, { score: startedAt, value: run.id }),
      holdRun(redis, { active: keys.activeRun, run: run.id, leaseMs: 0 }),
    ]),
  );
}

/** Takes the place for a run that has begun before, or keeps it, to tidy up after it. @returns whether it has it */
export async function retakeRun(id: string): Promise<boolean> {
  return withRedis(async (redis) => {
    const lease = { condition: "NX", expiration: { type: "PX", value: LEASE_MS } } as const;
    return (await redis.set(keys.activeRun, id, lease)) === "OK" || renewLease(redis, id);
  });
}

/** A run as it is written down, and whether a process still answers for it. One round trip. */
export async function readRun(id: string): Promise<{ run: Run; alive: boolean } | null> {
  return withRedis(async (redis) => {
    const [hash, active] = await Promise.all([redis.hGetAll(keys.run(id)), redis.get(keys.activeRun)]);
    const run = parseRun(id, hash);
    return run && { run, alive: active === id };
  });
}

/** Asks a run to stop; it does so within a quarter of a second. One round trip. */
export async function requestCancel(id: string): Promise<void> {
  await withRedis((redis) => redis.hSet(keys.run(id), "cancel", "1"));
}

/** The ids of runs, newest first. One round trip. */
export async function listRunIds(limit: number): Promise<string[]> {
  return withRedis((redis) => redis.zRange(keys.runs, 0, limit - 1, { REV: true }));
}

/** The id of the active run, or null. One round trip. */
export async function getActiveRunId(): Promise<string | null> {
  return withRedis((redis) => redis.get(keys.activeRun));
}

/** A sample with the id under which it can be resumed after. */
export interface SampleEntry {
  id: string;
  sample: Sample;
}

/** Samples after an id ("" for the first), oldest first. One round trip. */
export async function readSamples(runId: string, after: string, limit = SAMPLES): Promise<SampleEntry[]> {
  return withRedis(async (redis) => {
    const entries = await redis.xRange(keys.runSamples(runId), after ? `(${after}` : "-", "+", { COUNT: limit });
    return (entries ?? []).flatMap(({ id, message }) => {
      const parsed = sample.safeParse(message);
      return parsed.success ? [{ id, sample: parsed.data }] : [];
    });
  });
}
