import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { openClient } from "#lib/lab/servers/connect.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys, labNames } from "#lib/redis/keys.ts";
import { touchSession } from "#lib/session/store.ts";
import { nowSeconds } from "#lib/time.ts";
import { doJob, type Reporter } from "./job.ts";

/** Writes session activity at a fixed rate, whatever the server does (open loop), by the shop's own function. */

const job = z.object({ url: z.string(), run: z.string(), first: z.number(), last: z.number() });
/** A step: so many writes a second for so many seconds. */
const step = z.union([z.object({ rate: z.number(), seconds: z.number() }), z.literal("end")]);
type Step = Exclude<z.infer<typeof step>, "end">;

/** The schedule is made of ticks of a millisecond; a write is due at its tick. */
const TICK_MS = 1;
/** Writes that may be on their way at once: what is due beyond them waits, and its waiting is latency. */
const MAX_IN_FLIGHT = 20_000;
/** Replies that come later than this after the end are not waited for, in milliseconds. */
const LAST_REPLIES_MS = 3000;
const CREATED_AT_ONCE = 1000;
const PAGES = ["/", "/cart", "/products/laptop", "/products/mouse", "/products/desk-lamp", "/account"];

const now = () => Number(process.hrtime.bigint()) / 1e6;

/** Writes the sessions that the load is about. They run out by themselves should the run not tidy up. */
async function createSessions(redis: Redis, run: string, first: number, last: number): Promise<void> {
  const at = nowSeconds();
  const hash = { username: "lab", created_at: at, last_activity: at, current_page: "/", page_views: "0" };
  for (let from = first; from < last; from += CREATED_AT_ONCE) {
    const writes: Promise<unknown>[] = [];
    for (let n = from; n < Math.min(last, from + CREATED_AT_ONCE); n++) {
      const key = keys.session(labNames.sid(run, n));
      writes.push(redis.hSet(key, hash), redis.expire(key, 3600));
    }
    await Promise.all(writes);
  }
}

interface StepResult {
  sent: number;
  succeeded: number;
  /** Until the last reply, never less than the step was to last. */
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
  const settle = (n: number, ok: boolean) => {
    // What comes after the end has been counted as a failure already.
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
      (session) => settle(n, session !== null),
      (error: unknown) => {
        // A lost connection ends the run; one refused write is a failure of one write.
        if (!redis.isReady) reject(error);
        else settle(n, false);
      },
    );
  };
  const pump = () => {
    while (!over && sent < allowed && sent - answered < MAX_IN_FLIGHT) send(sent++);
  };
  const onTick = (tick: number) => {
    allowed = tick === ticks ? due : Math.min(due, Math.floor((tick * TICK_MS * rate) / 1000));
    pump();
    if (tick === ticks) setTimeout(() => !over && finish(), LAST_REPLIES_MS).unref();
  };
  ticker.once("message", (begun: number) => {
    startsAt = begun;
    ticker.on("message", onTick);
  });
  ticker.on("error", reject);
  return promise;
}

doJob(job, async ({ url, run, first, last }, { report, note, hear }) => {
  const redis = await openClient(url);
  await createSessions(redis, run, first, last);
  const sids = Array.from({ length: last - first }, (_, i) => labNames.sid(run, first + i));
  await note("ready");
  for (;;) {
    const next = step.parse(await hear());
    if (next === "end") return null;
    // What the step before left on its way is answered first.
    await redis.ping();
    await note(await runStep(redis, sids, next, report));
  }
});
