import { expirySecondsOf, type Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { addRecentScript } from "#lib/visit/scripts/add-recent.ts";

/** Redis in Action, chapter 2: the newest 25 items that a visitor saw. */
const RECENT = 25;

/** SKU ids that an owner saw, the newest first. One round trip. */
export async function readRecent(redis: Redis, owner: string): Promise<string[]> {
  return redis.zRange(keys.recent(owner), 0, RECENT - 1, { REV: true });
}

/** The list as it is after a view. */
export function withNewest(recent: readonly string[], sku: string): string[] {
  return [sku, ...recent.filter((id) => id !== sku)].slice(0, RECENT);
}

async function addRecent(redis: Redis, owner: Owner, views: { score: number; value: string }[]): Promise<void> {
  await addRecentScript(redis, {
    recent: keys.recent(owner.id),
    kept: RECENT,
    expirySeconds: expirySecondsOf(owner),
    rest: views.flatMap(({ score, value }) => [score, value]),
  });
}

/** Puts a SKU at the head of an owner's list. One round trip. */
export async function writeRecent(redis: Redis, owner: Owner, sku: string): Promise<void> {
  await addRecent(redis, owner, [{ score: Date.now(), value: sku }]);
}

/**
 * Moves what a guest saw into an owner's list, by time. It may stop anywhere and be done again. One to three round trips.
 */
export async function mergeRecent(guestId: string, owner: Owner): Promise<void> {
  await withRedis(async (redis) => {
    const views = await redis.zRangeWithScores(keys.recent(guestId), 0, -1);
    if (views.length === 0) return;
    await addRecent(redis, owner, views);
    await redis.del(keys.recent(guestId));
  });
}
