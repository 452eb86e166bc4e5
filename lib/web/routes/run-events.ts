import { type RunState, toPublicRun } from "#lib/lab/runs/run.ts";
import { getRun } from "#lib/lab/runs/runs.ts";
import { readSamples } from "#lib/lab/runs/store.ts";
import type { ServerEvent } from "./event-stream.ts";

/** Returns what has changed in a run since the previous call. */
export type RunFollower = () => Promise<{ events: ServerEvent[]; end: boolean }>;

/**
 * Follows a run from the sample after `lastId` ("" for the first): `sample` events, a `run` event at the beginning
 * and when its state changes, `end` after the last one. Two round trips per call.
 */
export function followRun(id: string, lastId: string): RunFollower {
  let last = lastId;
  let state: RunState | undefined;
  return async () => {
    // The run is read first: once it has ended no samples are added, so the samples read afterwards are complete.
    const run = await getRun(id);
    const events: ServerEvent[] = [];
    for (const entry of await readSamples(id, last)) {
      last = entry.id;
      events.push({ event: "sample", id: entry.id, data: entry.sample });
    }
    if (run && run.state !== state) {
      state = run.state;
      events.push({ event: "run", data: toPublicRun(run) });
    }
    const end = run?.state !== "running";
    if (end) events.push({ event: "end", data: {} });
    return { events, end };
  };
}
