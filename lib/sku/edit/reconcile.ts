import { logError } from "#lib/log.ts";
import { parseMoney } from "#lib/money.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import type { SkuChange } from "#lib/sku/changes.ts";
import { type Sku, skuId } from "#lib/sku/schema.ts";
import { adoptSku } from "#lib/sku/scripts/adopt-sku.ts";
import { parseSku } from "#lib/sku/store.ts";
import { changeSku } from "./edit.ts";
import { removeFromCategories } from "./indexes.ts";

/** SKUs that are compared at once. */
const BATCH = 250;

/** Ids of keys that others may have written as SKUs: no id of the store, and none of the laboratory, which lists none. */
export const isForeignId = (id: string) => skuId.safeParse(id).success && !/^lab-[0-9a-f]{12}-/.test(id);

/** Whether the indexes have a SKU as its hash has it; `null` for one that is gone. */
async function isIndexed(redis: Redis, id: string, sku: Sku | null): Promise<boolean> {
  const everywhere = [redis.zScore(keys.skus, id), redis.zScore(keys.skusByPrice, id)] as const;
  if (!sku) return (await Promise.all(everywhere)).every((score) => score === null);
  const [listed, price, ofCategory, priceOfCategory, category] = await Promise.all([
    ...everywhere,
    redis.zScore(keys.skusOfCategory(sku.category), id),
    redis.zScore(keys.skusOfCategoryByPrice(sku.category), id),
    redis.zScore(keys.skuCategories, sku.category),
  ]);
  const cents = parseMoney(sku.price);
  return listed !== null && ofCategory !== null && category !== null && price === cents && priceOfCategory === cents;
}

/** The SKUs among these ids whose indexes do not match their hashes. Two round trips. */
export async function findMismatches(redis: Redis, ids: readonly string[]): Promise<{ id: string; sku: Sku | null }[]> {
  const found = await Promise.all(
    ids.map(async (id) => ({ id, sku: parseSku(id, await redis.hGetAll(keys.sku(id))) })),
  );
  const indexed = await Promise.all(found.map(({ id, sku }) => isIndexed(redis, id, sku)));
  return found.filter((_, i) => !indexed[i]);
}

/**
 * Lists SKUs that others have written, and removes from the lists what others have deleted or made no SKU: for each id
 * whose indexes do not match its hash, as if an administrator had edited it now. Any number of processes may do this at
 * once. Two round trips for each 250 ids, and about nine for each that did not match.
 * @returns how many did not
 */
export async function reconcileSkus(redis: Redis, ids: readonly string[]): Promise<number> {
  let mended = 0;
  const foreign = ids.filter(isForeignId);
  for (let first = 0; first < foreign.length; first += BATCH) {
    for (const { id, sku } of await findMismatches(redis, foreign.slice(first, first + BATCH))) {
      // Nobody has noted in which categories it was.
      const slugs = await redis.zRange(keys.skuCategories, 0, -1);
      await removeFromCategories(
        redis,
        id,
        slugs.filter((slug) => slug !== sku?.category),
      );
      await changeSku(redis, id, () => adoptSku(redis, { sku: keys.sku(id) }));
      mended += 1;
    }
  }
  return mended;
}

/**
 * Does so for the SKUs of a message (changes.ts), which somebody else may have published. What the store publishes itself
 * matches already. Should this fail, a walk finds them as well.
 */
export function reconcileAnnounced(change: SkuChange): void {
  if (change.kind !== "skus") return;
  withRedis((redis) => reconcileSkus(redis, change.ids)).catch((error) => {
    if (!isRedisAway(error)) logError("sku-not-listed", error);
  });
}
