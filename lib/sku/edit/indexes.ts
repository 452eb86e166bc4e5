import { parseMoney } from "#lib/money.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { removePendingWork } from "#lib/redis/tasks/pending-work.ts";
import { categorySlugOf } from "#lib/sku/categories.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { parseSku } from "#lib/sku/store.ts";

/** Even the slowest index update has ended after this time. */
export const FORMER_CATEGORIES_SECONDS = 86_400;

/** What decides in which indexes a SKU is; `stamp` is of the last edit, `created` in seconds since 1970. */
export type State = { sku: Sku | null; created: number; stamp: string };

export async function readState(redis: Redis, id: string): Promise<State> {
  const hash = await redis.hGetAll(keys.sku(id));
  return { sku: parseSku(id, hash), created: Number(hash.created_at ?? 0) || 0, stamp: hash.edited ?? "" };
}

/** Removes a SKU from the indexes of the given categories. One round trip. */
export async function removeFromCategories(redis: Redis, id: string, categories: Iterable<string>): Promise<void> {
  const indexes = [...categories].flatMap((slug) => [keys.skusOfCategory(slug), keys.skusOfCategoryByPrice(slug)]);
  await Promise.all(indexes.map((index) => redis.zRem(index, id)));
}

async function addToIndexes(redis: Redis, { id, category, price }: Sku, created: number): Promise<void> {
  const byTime = { score: created * 1000, value: id };
  const byPrice = { score: parseMoney(price) ?? 0, value: id };
  await Promise.all([
    redis.zAdd(keys.skus, byTime),
    redis.zAdd(keys.skusByPrice, byPrice),
    redis.zAdd(keys.skusOfCategory(category), byTime),
    redis.zAdd(keys.skusOfCategoryByPrice(category), byPrice),
    // The score is no longer read: see countCategories.
    redis.zAdd(keys.skuCategories, { score: 0, value: category }, { condition: "NX" }),
  ]);
}

/**
 * Makes the indexes match the hash of a SKU, and then publishes the change. Safe when several processes do so at once:
 * each repeats until the hash did not change meanwhile, and removes the index entries that it added itself.
 * Six round trips without interference.
 * @param work the pending work to remove when done
 */
export async function indexSku(redis: Redis, id: string, work: string): Promise<void> {
  const addedTo = new Set<string>();
  for (;;) {
    const [{ sku, created, stamp }, former] = await Promise.all([
      readState(redis, id),
      redis.sMembers(keys.skuFormerCategories(id)),
    ]);
    const stale = new Set([...former.map(categorySlugOf), ...addedTo]);
    if (sku) {
      addedTo.add(sku.category);
      stale.delete(sku.category);
      await Promise.all([addToIndexes(redis, sku, created), removeFromCategories(redis, id, stale)]);
    } else {
      const removals = [
        redis.zRem(keys.skus, id),
        redis.zRem(keys.skusByPrice, id),
        removeFromCategories(redis, id, stale),
      ];
      await Promise.all(removals);
    }
    const after = await readState(redis, id);
    if (after.stamp === stamp && (after.sku === null) === (sku === null)) break;
  }
  await redis.publish(keys.skusChanged, id);
  await removePendingWork(redis, keys.skusPending, work);
  await redis.expire(keys.skuFormerCategories(id), FORMER_CATEGORIES_SECONDS);
}
