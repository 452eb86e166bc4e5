import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { halveViewed } from "#lib/visit/scripts/halve-viewed.ts";

/** Redis in Action, chapter 2: the first 20,000 are kept and halved every 5 minutes. */
const KEPT = 20_000;
export const HALVING_SECONDS = 300;

/** The ids of the SKUs viewed most, the first first. One round trip. */
export async function readMostViewed(count: number): Promise<string[]> {
  return withRedis((redis) => redis.zRange(keys.viewed, 0, count - 1, { REV: true }));
}

/**
 * Cuts and halves the views if the last time was 300 s ago or more. Every process may call it as often as it likes:
 * the decision and the work are one script. One round trip.
 * @returns whether it happened
 */
export async function halveViews(): Promise<boolean> {
  const { viewed, viewedHalved: halved } = keys;
  return withRedis((redis) => halveViewed(redis, { viewed, halved, periodSeconds: HALVING_SECONDS, kept: KEPT }));
}
