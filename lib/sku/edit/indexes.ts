import { parseMoney } from "#lib/money.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { removePendingWork } from "#lib/redis/work/pending-work.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { parseSku } from "#lib/sku/store.ts";

/** A worker that is slow has come to its end after this time, in seconds. */
const LEFT_SECONDS = 86_400;

type State = { sku: Sku | null; created: number; stamp: string };

async function readState(redis: Redis, id: string): Promise<State> {
  const hash = await redis.hGetAll(keys.sku(id));
  return { sku: parseSku(id, hash), created: Number(hash.created_at ?? 0), stamp: hash.edited ?? "" };
}

/** Takes a SKU out of the indexes of some categories. */
async function leaveCategories(redis: Redis, id: string, categories: Iterable<string>): Promise<void> {
  const indexes = [...categories].flatMap((slug) => [keys.skusOfCategory(slug), keys.skusOfCategoryByPrice(slug)]);
  await Promise.all(indexes.map((index) => redis.zRem(index, id)));
}

async function enterIndexes(redis: Redis, { id, category, price }: Sku, created: number): Promise<void> {
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
 * Makes the indexes say of a SKU what its hash says, whoever else does so at once: it is done again until the hash has
 * not changed meanwhile, and each worker takes back what it entered itself. Then tells all processes.
 * @param work the announcement that this answers. Six round trips when nobody interferes
 */
export async function indexSku(redis: Redis, id: string, work: string): Promise<void> {
  const mine = new Set<string>();
  for (;;) {
    const [{ sku, created, stamp }, left] = await Promise.all([readState(redis, id), redis.sMembers(keys.skuLeft(id))]);
    const stale = new Set([...left, ...mine]);
    if (sku) {
      mine.add(sku.category);
      stale.delete(sku.category);
      await Promise.all([enterIndexes(redis, sku, created), leaveCategories(redis, id, stale)]);
    } else {
      const out = [redis.zRem(keys.skus, id), redis.zRem(keys.skusByPrice, id), leaveCategories(redis, id, stale)];
      await Promise.all(out);
    }
    const after = await readState(redis, id);
    if (after.stamp === stamp && (after.sku === null) === (sku === null)) break;
  }
  await redis.publish(keys.skusChanged, id);
  await removePendingWork(redis, keys.skusPending, work);
  await redis.expire(keys.skuLeft(id), LEFT_SECONDS);
}
