import { z } from "zod";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { fallBack, phaseNumber, type View } from "./phases.ts";

/** What a process knows of the phase of the migration. It follows by a channel, and by reading once a second. */

const viewHash = z.object({
  phase: z.coerce.number().pipe(phaseNumber),
  percent: z.coerce.number(),
  epoch: z.coerce.number(),
});

/** A process that has not heard for so long acts as in the phase before, in milliseconds. */
export const STALE_MS = 2000;
const EVERY_MS = 1000;

/** Reads the phase; null when there is no migration. One round trip. */
export async function readView(redis: Redis): Promise<View | null> {
  const parsed = viewHash.safeParse(await redis.hGetAll(keys.migration));
  return parsed.success ? parsed.data : null;
}

/** Sets phase and percentage, and tells all processes. The epoch grows. Two round trips. */
export async function writeView(redis: Redis, { phase: to, percent }: Pick<View, "phase" | "percent">): Promise<void> {
  await redis
    .multi()
    .hSet(keys.migration, { phase: String(to), percent: String(percent) })
    .hIncrBy(keys.migration, "epoch", 1)
    .exec();
  await redis.publish(keys.migrationChanged, String(to));
}

export interface Control {
  /** the phase to act by now */
  view(): View;
  /** Reads it anew, for whoever was refused. */
  refresh(): Promise<void>;
}

/** Follows the phase until it is stopped. @throws RedisUnavailableError, or an Error if there is no migration */
export async function followPhase(redis: Redis): Promise<Control & { stop(): Promise<void> }> {
  const first = await readView(redis);
  if (!first) throw new Error("No migration is under way");
  let [known, readAt] = [first, performance.now()];
  const refresh = async () => {
    const startedAt = performance.now();
    const read = await readView(redis);
    // Of two that overlap, the one that began later knows more.
    if (read && read.epoch >= known.epoch) [known, readAt] = [read, Math.max(readAt, startedAt)];
  };
  const subscriber = redis.duplicate();
  subscriber.on("error", () => {});
  await subscriber.connect();
  const listen = () => void refresh().catch(() => {});
  await subscriber.subscribe(keys.migrationChanged, listen);
  const timer = setInterval(listen, EVERY_MS);
  return {
    view: () => (performance.now() - readAt > STALE_MS ? fallBack(known) : known),
    refresh,
    async stop() {
      clearInterval(timer);
      subscriber.destroy();
    },
  };
}
