import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { openClient } from "#lib/lab/servers/connect.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys, labNames } from "#lib/redis/keys.ts";
import { touchSession } from "#lib/session/store.ts";
import { nowSeconds } from "#lib/time.ts";
import { doJob, type Reporter } from "./job.ts";

/** Writes session activity at a fixed rate regardless of the replies (open loop), with the store's own function. */

const job = z.object({ url: z.string(), run: z.string(), first: z.number(), last: z.number() });
/** One step: writes per second, and for how many seconds. */
const step = z.union([z.object({ rate: z.number(), seconds: z.number() }), z.literal("end")]);
type Step = Exclude<z.infer<typeof step>, "end">;

/** The schedule consists of ticks of one millisecond; each write is due at a tick. */
const TICK_MS = 1;
/** Writes in flight. A write that is due beyond this number waits, and the wait counts as latency. */
const MAX_IN_FLIGHT = 20_000;
/** How long replies are awaited after the end of a step, in milliseconds. */
const DRAIN_MS = 3000;
/** Sessions created in one pipeline. */
const BATCH = 1000;
const PAGES = ["/", "/cart", "/products/laptop", "/products/mouse", "/products/desk-lamp", "/account"];

const now = () => Number(process.hrtime.bigint()) / 1e6;

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

interface StepResult {
  sent: number;
  succeeded: number;
  /** Until the last reply, but at least the intended duration of the step. */
  ms: number;
}

function runStep(redis: Redis, sids: string[], { rate, seconds }: Step, report: Reporter): Promise<StepResult> {
  const due = Math.round(rate * seconds);
  const ticks = Math.ceil((seconds * 1000) / TICK_MS);
  let startsAt = 0;
  const dueAt = (n: number) => startsAt + Math.ceil(((n + 1) * 1000) / rate / TICK_MS) * TICK_MS;
  const ticker = new Worker(join(import.meta.dirname, "ticker.ts"), {
    workerData: { tickMs: TICK_MS, ticks },
    execArgv: [],
  });
  const { promise, resolve, reject } = Promise.withResolvers<StepResult>();
  let [allowed, sent, answered, succeeded, lastAt] = [0, 0, 0, 0, 0];
  let over = false;
  const finish = () => {
    over = true;
    void ticker.terminate();
    report.fail(due - answered);
    resolve({ sent, succeeded, ms: Math.max(seconds * 1000, lastAt - startsAt) });
  };
  const complete = (n: number, ok: boolean) => {
    // A reply after the end has already been counted as a failure.
    if (over) return;
    lastAt = now();
    answered++;
    if (ok) succeeded++;
    if (ok) report.add(lastAt - dueAt(n));
    else report.fail();
    pump();
    if (answered === due) finish();
  };
  const send = (n: number) => {
    const sid = sids[(n * 7919) % sids.length] ?? "";
    touchSession(redis, sid, PAGES[n % PAGES.length] ?? "/", 1).then(
      (session) => complete(n, session !== null),
      (error: unknown) => {
        // A lost connection ends the run; a refused write is one failed write.
        if (!redis.isReady) reject(error);
        else complete(n, false);
      },
    );
  };
  const pump = () => {
    while (!over && sent < allowed && sent - answered < MAX_IN_FLIGHT) send(sent++);
  };
  const onTick = (tick: number) => {
    allowed = tick === ticks ? due : Math.min(due, Math.floor((tick * TICK_MS * rate) / 1000));
    pump();
    if (tick === ticks) setTimeout(() => !over && finish(), DRAIN_MS).unref();
  };
  ticker.once("message", (begun: number) => {
    startsAt = begun;
    ticker.on("message", onTick);
  });
  ticker.on("error", reject);
  return promise;
}

doJob(job, async ({ url, run, first, last }, { report, send, receive }) => {
  const redis = await openClient(url);
  await createSessions(redis, run, first, last);
  const sids = Array.from({ length: last - first }, (_, i) => labNames.sid(run, first + i));
  await send("ready");
  for (;;) {
    const next = step.parse(await receive());
    if (next === "end") return null;
    // Commands of the previous step that are still in flight are answered first.
    await redis.ping();
    await send(await runStep(redis, sids, next, report));
  }
});
