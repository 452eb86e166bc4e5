import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findLabUrl } from "#lib/lab/servers/target.ts";
import { withRedis } from "#lib/redis/client.ts";
import { freeBytes, readServerInfo } from "#lib/redis/server-info.ts";
import { cleanUpRun } from "./clean-up.ts";
import { estimateBytes } from "./estimate.ts";
import type { Run, RunRequest } from "./schema.ts";
import { acquireRun, finishRun, getActiveRunId, listRunIds, readRun, requestCancel, retakeRun } from "./store.ts";

/** A run may take this part of the memory that is free. */
const SHARE = 0.8;

/** A run that has begun, or why it may not. Sizes are bytes. */
export type StartResult =
  | { ok: true; run: Run; process: ChildProcess }
  | { ok: false; reason: "busy"; active: string }
  | { ok: false; reason: "too-large"; estimate: number; free: number };

/** A run as it is. One that no process answers for any more is marked as failed first, and its keys go. */
export async function getRun(id: string): Promise<Run | null> {
  const read = await readRun(id);
  if (read?.run.state !== "running" || read.alive) return read?.run ?? null;
  if (await retakeRun(id)) await tidyUp(read.run, GONE);
  // Otherwise another run has just got the place, and whoever started it tidies up.
  return (await readRun(id))?.run ?? null;
}

const GONE = "The process of the run has gone without a word";

async function tidyUp(run: Run, error: string): Promise<void> {
  await cleanUpRun(run);
  await finishRun(run, { state: "failed", error });
}

/** Ends runs that a crash left behind. Only whoever has the place may, as runs of a kind use the same keys. */
async function tidyUpOthers(id: string): Promise<void> {
  const others = (await listRunIds(3)).filter((other) => other !== id);
  const reads = await Promise.all(others.map(readRun));
  for (const read of reads) if (read?.run.state === "running") await tidyUp(read.run, GONE);
}

/** Runs, newest first. */
export async function listRuns(limit: number): Promise<Run[]> {
  const runs = await Promise.all((await listRunIds(limit)).map(getRun));
  return runs.filter((run) => run !== null);
}

/** The run that is active now, or null. */
export async function getActiveRun(): Promise<Run | null> {
  const id = await getActiveRunId();
  const run = id ? await getRun(id) : null;
  return run?.state === "running" ? run : null;
}

/** Starts the process of a run that has its place. When it ends without having said how, the run has failed. */
function startProcess(run: Run): ChildProcess {
  // A group of its own: Ctrl-C in a terminal is for us, and we say when the run ends. Its input closes with us.
  const child = spawn(process.execPath, [join(process.cwd(), "lib/lab/runner.ts"), run.id], {
    stdio: ["pipe", "ignore", "inherit"],
    detached: true,
  });
  // A run does not keep its server from ending.
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  const settle = async (why: string) => {
    const read = await readRun(run.id);
    if (read?.run.state !== "running" || !(await retakeRun(run.id))) return;
    await tidyUp(read.run, why);
  };
  child.once(
    "error",
    (error) => void settle(`The process of the run could not start: ${error.message}`).catch(() => {}),
  );
  child.once("exit", (code, signal) => {
    void settle(`The process of the run ${signal ? `was killed by ${signal}` : `ended with code ${code}`}`).catch(
      () => {},
    );
  });
  return child;
}

/**
 * Starts a run, unless another is active on any process of the shop, or the server's memory would not hold it.
 * Six round trips; the work is done by processes of their own.
 */
export async function startRun(request: RunRequest): Promise<StartResult> {
  const estimate = estimateBytes(request);
  const server = await withRedis(readServerInfo);
  const free = freeBytes(server, await findLabUrl().catch(() => "unix://"));
  if (estimate > free * SHARE) return { ok: false, reason: "too-large", estimate, free };
  const claim = await acquireRun(request);
  if (!claim.ok) return { ok: false, reason: "busy", active: claim.active };
  await tidyUpOthers(claim.run.id);
  return { ok: true, run: claim.run, process: startProcess(claim.run) };
}

/** Stops a run and waits for it, two seconds at most. @returns the run as it is then; null when there is none */
export async function cancelRun(id: string): Promise<Run | null> {
  let run = await getRun(id);
  if (run?.state !== "running") return run;
  await requestCancel(id);
  const until = Date.now() + 1500;
  while (run?.state === "running" && Date.now() < until) {
    await sleep(50);
    run = await getRun(id);
  }
  return run;
}
