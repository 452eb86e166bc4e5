import { z } from "zod";
import { openClient } from "#lib/lab/servers/connect.ts";
import type { Redis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import { keys, labNames } from "#lib/redis/keys.ts";
import { touchSession } from "#lib/session/store.ts";
import { nowSeconds } from "#lib/time.ts";
import { doJob, type Reporter } from "./job.ts";
import { type LoadStep, type StepResult, serveSteps, startOpenLoop } from "./open-loop.ts";
import { pageOfView } from "./visits.ts";

/** Writes session activity at a fixed rate regardless of the replies (open loop), with the store's own function. */

const job = z.object({ url: z.string(), run: z.string(), first: z.number(), last: z.number() });

/** Writes in flight. A write that is due beyond this number waits, and the wait counts as latency. */
const MAX_IN_FLIGHT = 20_000;
/** Sessions created in one pipeline. */
const BATCH = 1000;

/** Creates the sessions that the load writes to. They expire after an hour, should the run fail to delete them. */
async function createSessions(redis: Redis, run: string, first: number, last: number): Promise<void> {
  const at = nowSeconds();
  const hash = { username: "lab", created_at: at, last_activity: at, current_page: "/", page_views: "0" };
  for (let from = first; from < last; from += BATCH) {
    const writes: Promise<unknown>[] = [];
    for (let n = from; n < Math.min(last, from + BATCH); n++) {
      const key = keys.session(labNames.sid(run, n));
      writes.push(redis.hSet(key, hash), redis.expire(key, 3600));
    }
    await Promise.all(writes);
  }
}

function runStep(redis: Redis, sids: string[], step: LoadStep, report: Reporter): Promise<StepResult> {
  let inFlight = 0;
  const send = (n: number) => {
    if (inFlight === MAX_IN_FLIGHT) return false;
    inFlight++;
    const sid = sids[(n * 7919) % sids.length] ?? "";
    const complete = (ok: boolean) => {
      inFlight--;
      loop.complete(n, ok);
    };
    touchSession(redis, sid, pageOfView(n), 1).then(
      (session) => complete(session !== null),
      (error: unknown) => {
        // A lost connection ends the run; a refused write is one failed write.
        if (!redis.isReady) loop.fail(error);
        else complete(false);
      },
    );
    return true;
  };
  const loop = startOpenLoop(step, send, report);
  return loop.done;
}

doJob(job, async ({ url, run, first, last }, tools) => {
  const redis = await openClient(url);
  await createSessions(redis, run, first, last);
  const sids = Array.from({ length: last - first }, (_, i) => labNames.sid(run, first + i));
  return serveSteps(tools, async (step) => {
    // Commands of the previous step that are still in flight are answered first.
    for (const primary of await listPrimaries(redis)) await primary.ping();
    return runStep(redis, sids, step, tools.report);
  });
});
