import { keys } from "#lib/redis/keys.ts";
import type { Repair } from "#lib/redis/repair/repair.ts";
import { type Position, walkKeys } from "#lib/redis/repair/walk.ts";
import { readSkus } from "#lib/sku/store.ts";
import { findMismatches, isForeignId, reconcileSkus } from "./reconcile.ts";

/** Ids of a list that are read at once. */
const PAGE = 500;

/** Compares some SKUs with the lists. Two round trips for each 250. */
async function repairSome(repair: Repair, ids: readonly string[]): Promise<number> {
  const wrong = await findMismatches(repair.redis, ids.filter(isForeignId));
  for (const { id } of wrong) repair.note("SKUs that the lists do not show as they are", id);
  if (wrong.length === 0 || repair.dryRun) return 0;
  return reconcileSkus(
    repair.redis,
    wrong.map(({ id }) => id),
  );
}

/** Looks at the members of a list, a page at a time. @param onPage returns how many it has removed */
async function eachPage(repair: Repair, list: string, onPage: (ids: string[]) => Promise<number>): Promise<void> {
  for (let first = 0; ; first += PAGE) {
    const ids = await repair.redis.zRange(list, first, first + PAGE - 1);
    first -= await onPage(ids);
    await repair.rest();
    if (ids.length < PAGE) return;
  }
}

/** Removes from the lists of a category what is not in it. */
async function repairCategory(repair: Repair, slug: string): Promise<void> {
  const { redis } = repair;
  for (const list of [keys.skusOfCategory(slug), keys.skusOfCategoryByPrice(slug)]) {
    await eachPage(repair, list, async (ids) => {
      const inIt = new Set((await readSkus(redis, ids)).flatMap(({ id, category }) => (category === slug ? [id] : [])));
      const stale = ids.filter((id) => !inIt.has(id));
      for (const id of stale) repair.note("SKUs in a category that they are not in", `${slug} ${id}`);
      if (stale.length === 0 || repair.dryRun) return 0;
      const removed = await redis.zRem(list, stale);
      // One that was moved into it meanwhile is entered again.
      await reconcileSkus(redis, stale);
      return removed;
    });
  }
}

/**
 * Compares every SKU with the lists of the catalogue and of its category, and every list with its SKUs. It may run while
 * SKUs are edited and sold. For each 2,000 keys of the database one round trip, for each 250 SKUs two.
 * @param from where it was interrupted
 */
export async function repairCatalogue(repair: Repair, from?: Position): Promise<void> {
  const prefix = keys.sku("");
  await walkKeys(repair, { part: "catalogue", match: `${prefix}*`, ...(from && { from }) }, async (found) => {
    await repairSome(
      repair,
      found.map((key) => key.slice(prefix.length)),
    );
  });
  for (const list of [keys.skus, keys.skusByPrice]) {
    // What exists was compared already; what does not is removed.
    await eachPage(repair, list, async (ids) => {
      const existing = new Set((await readSkus(repair.redis, ids)).map(({ id }) => id));
      return repairSome(
        repair,
        ids.filter((id) => !existing.has(id)),
      );
    });
  }
  for (const slug of await repair.redis.zRange(keys.skuCategories, 0, -1)) await repairCategory(repair, slug);
}
