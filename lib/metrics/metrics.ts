import { processWide } from "#lib/process/process-wide.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { readStoreInfo } from "#lib/redis/server/server-info.ts";
import { nowMs } from "#lib/time.ts";
import { ownCounts } from "./counts.ts";
import { makeObserver } from "./observe.ts";
import { describeServer } from "./reading.ts";
import { type Metrics, metrics } from "./schema.ts";

export type { Metrics } from "./schema.ts";

/** Older figures are not those of now, in milliseconds: nobody samples, for instance because Redis takes no writes. */
const STALE_MS = 3000;

const state = processWide("metrics", () => ({ observe: makeObserver() }));

/** What was sampled last; null if that was too long ago. One round trip. */
async function readSampled(redis: Redis): Promise<Metrics | null> {
  const text = await redis.get(keys.metricsNow).catch(() => null);
  if (text === null) return null;
  try {
    const read = metrics.parse(JSON.parse(text));
    return nowMs() - Date.parse(read.sampledAt) < STALE_MS ? read : null;
  } catch {
    // Of another version, or written by somebody else.
    return null;
  }
}

/**
 * The newest figures: those of all processes, at most three seconds old; where nobody samples, those that this process
 * sees itself. One round trip, or two.
 */
export async function readLatest(): Promise<Metrics> {
  return withRedis(async (redis) => {
    const sampled = await readSampled(redis);
    if (sampled) return sampled;
    const own = new Map([["own", ownCounts(nowMs())]]);
    return (await state.observe(redis, own, null)).metrics;
  });
}

/** The figures, with those of the servers as they are now. Up to three round trips. */
export async function readMetrics(): Promise<Metrics> {
  const [latest, server] = await Promise.all([
    readLatest(),
    withRedis(async (redis) => {
      const [info, count] = await Promise.all([readStoreInfo(redis), redis.dbSize()]);
      return describeServer(info, count, nowMs());
    }),
  ]);
  return { ...latest, ...server };
}
