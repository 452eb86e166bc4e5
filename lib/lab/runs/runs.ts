import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { clusterNodesOf, findLabUrl } from "#lib/lab/servers/target.ts";
import { finishBeforeLeaving } from "#lib/process/leaving.ts";
import { withRedis } from "#lib/redis/client.ts";
import { nodeUrls } from "#lib/redis/connection.ts";
import { freeBytes, readStoreInfo } from "#lib/redis/server/server-info.ts";
import { cleanUpRun } from "./clean-up.ts";
import { estimateBytes } from "./estimate.ts";
import { holdLease, releaseLease } from "./lease.ts";
import type { Run } from "./run.ts";
import type { RunRequest } from "./schema.ts";
import { createRun, finishRun, listRunIds, readRun, readRunIds, requestCancel } from "./store.ts";

/** The share of the free memory that a run may use. */
const MEMORY_SHARE = 0.8;
const ABANDONED = "The process of the run ended without reporting a result";

/** A run that has started, or why it cannot. Sizes are bytes. */
export type StartResult =
  | { ok: true; run: Run; process: ChildProcess }
  | { ok: false; reason: "busy"; active: string }
  | { ok: false; reason: "too-large"; estimate: number; free: number };

/** The current state of a run. If its process has died, its keys are deleted and it is marked as failed first. */
export async function getRun(id: string): Promise<Run | null> {
  const read = await readRun(id);
  if (read?.run.state !== "running" || read.alive) return read?.run ?? null;
  await failIfRunning(id, ABANDONED);
  // If another run has just acquired the lease, the process that started it cleans up.
  return (await readRun(id))?.run ?? null;
}

async function failRun(run: Run, error: string): Promise<void> {
  await cleanUpRun(run);
  await finishRun(run, { state: "failed", error });
}

/**
 * Marks a run whose process has died as failed. Its state is read once the lease is held: it may have ended well since
 * somebody found it without one.
 */
async function failIfRunning(id: string, error: string): Promise<void> {
  if ((await readRun(id))?.run.state !== "running" || !(await holdLease(id))) return;
  const read = await readRun(id);
  if (read?.run.state === "running") await failRun(read.run, error);
  else await withRedis((redis) => releaseLease(redis, id));
}

/**
 * Marks runs that a crash left behind as failed. Only the holder of the lease may do so, because runs of the same kind
 * use the same keys.
 */
async function failAbandonedRuns(activeId: string): Promise<void> {
  const others = (await listRunIds(3)).filter((id) => id !== activeId);
  const reads = await Promise.all(others.map(readRun));
  for (const read of reads) if (read?.run.state === "running") await failRun(read.run, ABANDONED);
}

/** A page of runs, and the cursor of the next one. */
export interface RunPage {
  runs: Run[];
  nextCursor: string | null;
}

/** A page of runs, newest first. Two round trips. */
export async function listRunPage(limit: number, cursor?: string): Promise<RunPage> {
  const { members, nextCursor } = await readRunIds(limit, cursor);
  const runs = await Promise.all(members.map(getRun));
  return { runs: runs.filter((run) => run !== null), nextCursor };
}

/** The newest runs. Two round trips. */
export async function listRuns(limit: number): Promise<Run[]> {
  return (await listRunPage(limit)).runs;
}

/** Starts the process of a run that holds the lease. If it exits without storing an outcome, the run has failed. */
function startProcess(run: Run, webProcesses: number | null): ChildProcess {
  // It gets its own process group: Ctrl-C in a terminal reaches us only, and we decide when the run ends. Its stdin
  // closes when this process exits.
  const child = spawn(
    process.execPath,
    [join(process.cwd(), "lib/lab/runner.ts"), run.id, String(webProcesses ?? "")],
    {
      stdio: ["pipe", "ignore", "inherit"],
      detached: true,
    },
  );
  // A run does not keep the process that started it alive.
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  finishBeforeLeaving(once(child, "exit"));
  const report = (what: string) => void failIfRunning(run.id, `The process of the run ${what}`).catch(() => {});
  child.once("error", (error) => report(`could not start: ${error.message}`));
  child.once("exit", (code, signal) => report(signal ? `was killed by ${signal}` : `exited with code ${code}`));
  return child;
}

/**
 * Starts a run, unless another one is active on any process of the store, or the server does not have enough memory.
 * Seven round trips; separate processes do the work.
 * @param webProcesses the web server processes of the store that starts the run; null if a terminal does
 */
export async function startRun(request: RunRequest, webProcesses: number | null = null): Promise<StartResult> {
  const estimate = estimateBytes(request);
  const server = await withRedis(readStoreInfo);
  const url = await findLabUrl().catch(() => "unix://");
  const [node] = nodeUrls(clusterNodesOf(url) ?? url);
  const free = freeBytes(server, node ?? url);
  if (estimate > free * MEMORY_SHARE) return { ok: false, reason: "too-large", estimate, free };
  const created = await createRun(request);
  if (!created.ok) return { ok: false, reason: "busy", active: created.active };
  await failAbandonedRuns(created.run.id);
  return { ok: true, run: created.run, process: startProcess(created.run, webProcesses) };
}

/**
 * Cancels a run and waits for it to stop.
 * @param waitMs how long, in milliseconds; two seconds with its last step is what a request may take
 * @returns the run as it is then; null if it does not exist
 */
export async function cancelRun(id: string, waitMs = 1500): Promise<Run | null> {
  let run = await getRun(id);
  if (run?.state !== "running") return run;
  await requestCancel(id);
  const until = performance.now() + waitMs;
  while (run?.state === "running" && performance.now() < until) {
    await sleep(50);
    run = await getRun(id);
  }
  return run;
}
