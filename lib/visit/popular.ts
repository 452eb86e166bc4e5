import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { halveViewed } from "#lib/visit/scripts/halve-viewed.ts";

/** Every five minutes the 20,000 most viewed are kept and their views halved (Redis in Action, section 2.5). */
const MAX_VIEWED = 20_000;
const HALVING_SECONDS = 300;

/** The ids of the most viewed SKUs, in descending order of views. One round trip. */
export async function readMostViewed(count: number): Promise<string[]> {
  return withRedis((redis) => redis.zRange(keys.viewed, 0, count - 1, { REV: true }));
}

/**
 * Trims and halves the views, unless that was done less than 300 s ago. Every process may call this as often as it
 * likes: the check and the change are one script. One round trip.
 * @returns whether the views were halved
 */
export async function halveViews(): Promise<boolean> {
  const { viewed, viewedHalved: halved } = keys;
  return withRedis((redis) =>
    halveViewed(redis, { viewed, halved, periodSeconds: HALVING_SECONDS, maxEntries: MAX_VIEWED }),
  );
}
