import { getRun } from "#lib/lab/runs/runs.ts";
import type { Run } from "#lib/lab/runs/schema.ts";
import { readSamples } from "#lib/lab/runs/store.ts";
import type { ServerEvent } from "./event-stream.ts";

/** What has changed of a run since it was looked at last. */
export type RunFollower = () => Promise<{ events: ServerEvent[]; end: boolean }>;

/**
 * Follows a run from the sample after `lastId` ("" for the first): `sample` events, a `run` event at the beginning
 * and when its state changes, `end` after the last. Two round trips a look.
 */
export function followRun(id: string, lastId: string): RunFollower {
  let last = lastId;
  let state: Run["state"] | undefined;
  return async () => {
    // The run first: once it has ended, no sample is written, so the samples read after it are complete.
    const run = await getRun(id);
    const events: ServerEvent[] = [];
    for (const entry of await readSamples(id, last)) {
      last = entry.id;
      events.push({ event: "sample", id: entry.id, data: entry.sample });
    }
    if (run && run.state !== state) {
      state = run.state;
      events.push({ event: "run", data: run });
    }
    const end = run?.state !== "running";
    if (end) events.push({ event: "end", data: {} });
    return { events, end };
  };
}
