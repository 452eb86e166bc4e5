import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "#lib/lab/runs/run.ts";
import { getRun, startRun } from "#lib/lab/runs/runs.ts";
import { runBody } from "#lib/lab/runs/schema.ts";

/** Starts a run from the body of a request. @throws Error if it is refused */
export async function begin(body: Record<string, unknown>): Promise<Run> {
  const started = await startRun(runBody.parse(body));
  if (!started.ok) throw new Error(`The run was refused: ${started.reason}`);
  return started.run;
}

/** Waits until a run matches a condition. @throws Error if it ends before */
export async function waitFor(id: string, matches: (run: Run) => boolean): Promise<Run> {
  for (;;) {
    const run = await getRun(id).catch(() => null);
    if (run && matches(run)) return run;
    if (run && run.state !== "running") throw new Error(`The run is ${run.state}: ${run.error}`);
    await sleep(30);
  }
}

/** Waits until a run has ended. */
export function waitForEnd(id: string): Promise<Run> {
  return waitFor(id, (run) => run.state !== "running");
}

/** Starts a run from the body of a request and waits until it has ended. */
export async function finish(body: Record<string, unknown>): Promise<Run> {
  return waitForEnd((await begin(body)).id);
}
