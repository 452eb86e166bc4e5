import { randomUUID } from "node:crypto";
import { SHOP_COUNTS, type ShopCounts, shopCounts } from "#lib/process/counters/counters.ts";
import { processWide } from "#lib/process/process-wide.ts";
import type { Redis } from "#lib/redis/client.ts";
import { repairing } from "#lib/redis/damaged.ts";
import { keys } from "#lib/redis/keys.ts";
import { isoTimeOfMs, nowMs } from "#lib/time.ts";
import { ownCounts } from "./counts.ts";

/** A process that has not reported for so long is not there any more, in seconds. */
export const REPORT_SECONDS = 10;
/** The counts of a day are kept for so long, in seconds. */
const DAY_SECONDS = 3 * 86_400;

const state = processWide("metrics-report", () => ({
  /** of this process, among all that report */
  id: randomUUID().slice(0, 8),
  /** what the counts of the day have of this process */
  counted: { pageViews: 0, signIns: 0, orders: 0, revenue: 0, searches: 0, emptySearches: 0 } as ShopCounts,
}));

/** The day of a time, in UTC. @param ms since 1970 */
export const dayOf = (ms: number) => isoTimeOfMs(ms).slice(0, "2026-05-04".length);

/**
 * Tells the others what this process has counted, and adds it to the counts of the day. One round trip. What could not
 * be written is written the next time; only if the reply alone was lost it counts twice.
 */
export async function report(redis: Redis): Promise<void> {
  const at = nowMs();
  const now = { ...shopCounts() };
  const day = keys.metricsDay(dayOf(at));
  await repairing(redis, { [keys.metricsProcesses]: "hash", [day]: "hash" }, () => {
    const multi = redis
      .multi()
      .hSet(keys.metricsProcesses, state.id, JSON.stringify(ownCounts(at)))
      .expire(keys.metricsProcesses, REPORT_SECONDS);
    for (const name of SHOP_COUNTS) {
      const more = now[name] - state.counted[name];
      if (more > 0) multi.hIncrBy(day, name, more).expire(day, DAY_SECONDS);
    }
    return multi.exec();
  });
  state.counted = now;
}
