import { setTimeout as sleep } from "node:timers/promises";
import { getRun, startRun } from "#lib/lab/runs/runs.ts";
import { type Run, runBody } from "#lib/lab/runs/schema.ts";

/** Starts a run from the body of a request. @throws Error when it is refused */
export async function begin(body: Record<string, unknown>): Promise<Run> {
  const started = await startRun(runBody.parse(body));
  if (!started.ok) throw new Error(`The run was refused: ${started.reason}`);
  return started.run;
}

/** Waits until a run is as wished. @throws Error when it has ended otherwise */
export async function waitFor(id: string, wished: (run: Run) => boolean): Promise<Run> {
  for (;;) {
    const run = await getRun(id).catch(() => null);
    if (run && wished(run)) return run;
    if (run && run.state !== "running") throw new Error(`The run is ${run.state}: ${run.error}`);
    await sleep(30);
  }
}

/** Does a run to its end. */
export async function finish(request: Record<string, unknown> | Run): Promise<Run> {
  const id = typeof request.id === "string" ? request.id : (await begin(request as Record<string, unknown>)).id;
  return waitFor(id, (run) => run.state !== "running");
}
