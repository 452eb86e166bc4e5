import { logEvent } from "#lib/log.ts";
import { processWide } from "#lib/process/process-wide.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import type { Redis } from "#lib/redis/connection.ts";
import { keys } from "#lib/redis/keys.ts";
import { REFUSALS, refusalOf, type WriteRefusal } from "./trouble.ts";

/** Whether Redis accepts writes: asked where somebody wants to know, and watched from the first refusal until the last. */

/** A script that may write and does not: a server that refuses writes refuses to run it, without any key of its own. */
const MAY_WRITE = "#!lua\nreturn 1";
const PROBE_MS = 1000;
const WATCH_EVERY_MS = 1000;

/**
 * Asks every primary whether it accepts writes. One round trip.
 * @returns the first refusal, null when all accept them
 * @throws Error when Redis does not answer
 */
export async function probeWrites(redis: Redis): Promise<WriteRefusal | null> {
  const expiration = { type: "PX", value: PROBE_MS } as const;
  const probes = [redis.set(keys.writeProbe, "1", { expiration })];
  for (const primary of await listPrimaries(redis)) probes.push(primary.eval(MAY_WRITE).then(() => null));
  const refused = (await Promise.allSettled(probes)).flatMap((probe) =>
    probe.status === "rejected" ? [probe.reason] : [],
  );
  for (const reason of refused) if (refusalOf(reason) === null) throw reason;
  return refusalOf(refused[0]);
}

const state = processWide("writes", () => ({ refused: null as WriteRefusal | null, since: 0, watching: false }));

function note(refused: WriteRefusal | null): void {
  if (refused === state.refused) return;
  if (refused) logEvent("warn", "redis-read-only", { reason: refused, ...REFUSALS[refused] });
  else logEvent("warn", "redis-writable", { seconds: ((performance.now() - state.since) / 1000).toFixed(1) });
  if (!state.refused) state.since = performance.now();
  state.refused = refused;
}

/**
 * Called when a write was refused: from now on Redis is asked every second until it accepts writes, and one line of the
 * log says that the store is read-only and why, and one that it is not any more.
 * @param run runs work on the connection of this process
 */
export function watchWrites(run: <T>(work: (redis: Redis) => Promise<T>) => Promise<T>): void {
  if (state.watching) return;
  state.watching = true;
  const watch = async () => {
    // While Redis does not answer, nothing is known.
    const refused = await run(probeWrites).catch(() => state.refused ?? "unknown");
    if (refused !== "unknown") note(refused);
    if (refused === null) state.watching = false;
    else setTimeout(watch, WATCH_EVERY_MS).unref();
  };
  void watch();
}
