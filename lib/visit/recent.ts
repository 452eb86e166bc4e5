import { expirySecondsOf, type Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { nowMs } from "#lib/time.ts";
import { addRecentScript } from "#lib/visit/scripts/add-recent.ts";

/** The 25 products that a visitor viewed last (Redis in Action, section 2.1). */
const MAX_RECENT = 25;

/** The ids of the SKUs that an owner viewed last, latest first. One round trip. */
export async function readRecent(redis: Redis, owner: string): Promise<string[]> {
  return redis.zRange(keys.recent(owner), 0, MAX_RECENT - 1, { REV: true });
}

/** The list as it will be after a view of this SKU. */
export function withNewest(recent: readonly string[], sku: string): string[] {
  return [sku, ...recent.filter((id) => id !== sku)].slice(0, MAX_RECENT);
}

async function addViews(redis: Redis, owner: Owner, views: { score: number; value: string }[]): Promise<void> {
  await addRecentScript(redis, {
    recent: keys.recent(owner.id),
    maxEntries: MAX_RECENT,
    expirySeconds: expirySecondsOf(owner),
    rest: views.flatMap(({ score, value }) => [score, value]),
  });
}

/** Adds a view of a SKU to an owner's list. One round trip. */
export async function addToRecent(redis: Redis, owner: Owner, sku: string): Promise<void> {
  await addViews(redis, owner, [{ score: nowMs(), value: sku }]);
}

/**
 * Merges the products that a guest viewed into an owner's list, by time. After a crash at any point it may be called
 * again. Three round trips, one when the guest viewed nothing.
 */
export async function mergeRecent(guestId: string, owner: Owner): Promise<void> {
  await withRedis(async (redis) => {
    const views = await redis.zRangeWithScores(keys.recent(guestId), 0, MAX_RECENT - 1, { REV: true });
    if (views.length === 0) return;
    await addViews(redis, owner, views);
    await redis.del(keys.recent(guestId));
  });
}
