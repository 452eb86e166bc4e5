import { parseMoney } from "#lib/money.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { now } from "#lib/redis/tasks/pending-work.ts";
import { categorySlugOf } from "#lib/sku/categories.ts";
import { announceImported } from "#lib/sku/changes.ts";
import { idOf, mayHavePicture, type SkuWrite, sendWrite } from "./edit.ts";
import { FORMER_CATEGORIES_SECONDS, indexSku, readState, type State } from "./indexes.ts";

/** "refused" when a new one exists already, or one to edit does not; "no-picture" when its picture does not exist. */
export type WriteOutcome = "written" | "refused" | "no-picture";

interface Indexed {
  id: string;
  state: State;
  former: string[];
}

/** Adds SKUs to the indexes and takes them out of those of former categories: one command for each index. */
async function updateIndexes(redis: Redis, indexed: readonly Indexed[]): Promise<void> {
  const additions = new Map<string, { score: number; value: string }[]>();
  const removals = new Map<string, string[]>();
  const categories = new Set<string>();
  const add = (index: string, score: number, value: string) => {
    const members = additions.get(index);
    if (members) members.push({ score, value });
    else additions.set(index, [{ score, value }]);
  };
  for (const { id, state, former } of indexed) {
    if (!state.sku) continue;
    const { category, price } = state.sku;
    const [created, cents] = [state.created * 1000, parseMoney(price) ?? 0];
    categories.add(category);
    add(keys.skus, created, id);
    add(keys.skusByPrice, cents, id);
    add(keys.skusOfCategory(category), created, id);
    add(keys.skusOfCategoryByPrice(category), cents, id);
    for (const slug of former.map(categorySlugOf)) {
      if (slug === category) continue;
      for (const index of [keys.skusOfCategory(slug), keys.skusOfCategoryByPrice(slug)])
        removals.set(index, [...(removals.get(index) ?? []), id]);
    }
  }
  const newCategories = [...categories].map((value) => ({ score: 0, value }));
  await Promise.all([
    ...[...additions].map(([index, members]) => redis.zAdd(index, members)),
    ...[...removals].map(([index, ids]) => redis.zRem(index, ids)),
    ...(newCategories.length > 0 ? [redis.zAdd(keys.skuCategories, newCategories, { condition: "NX" })] : []),
  ]);
}

/**
 * Creates and edits different SKUs with their indexes, as `createSku` and `editSku` do, with a quarter of their commands
 * and one message. Idempotent; a crash leaves work to the sweeper. Seven round trips for any number; fifty SKUs take
 * Redis about 2 ms. What came of each is in their order.
 */
export async function writeSkus(redis: Redis, all: readonly SkuWrite[]): Promise<WriteOutcome[]> {
  const allowed = await Promise.all(
    all.map((write) => {
      const image = write.kind === "create" ? write.sku.image : write.edit.image;
      return image === undefined || mayHavePicture(redis, idOf(write), image);
    }),
  );
  const writes = all.filter((_, i) => allowed[i]);
  const written = await writeAllowed(redis, writes);
  let next = 0;
  return allowed.map((isAllowed) => {
    if (!isAllowed) return "no-picture";
    return written[next++] ? "written" : "refused";
  });
}

async function writeAllowed(redis: Redis, writes: readonly SkuWrite[]): Promise<boolean[]> {
  if (writes.length === 0) return [];
  const began = now();
  const ids = writes.map(idOf);
  const works = ids.map((id) => `${id} ${began}`);
  await redis.zAdd(
    keys.skusPending,
    works.map((value) => ({ score: began, value })),
  );
  const written = await Promise.all(writes.map((write) => sendWrite(redis, write, String(began))));
  const indexed = await Promise.all(
    ids.map(async (id) => {
      const [state, former] = await Promise.all([readState(redis, id), redis.sMembers(keys.skuFormerCategories(id))]);
      return { id, state, former };
    }),
  );
  await updateIndexes(redis, indexed);
  const stamps = await Promise.all(ids.map((id) => redis.hGet(keys.sku(id), "edited")));
  // What somebody else changed or removed meanwhile is indexed until it stands still.
  const isSettled = indexed.map(({ state }, i) => state.sku !== null && stamps[i] === state.stamp);
  await announceImported(redis, ids);
  const settled = works.filter((_, i) => isSettled[i]);
  const expiring = indexed.filter(({ former }, i) => isSettled[i] && former.length > 0);
  await Promise.all([
    ...(settled.length > 0 ? [redis.zRem(keys.skusPending, settled)] : []),
    ...expiring.map(({ id }) => redis.expire(keys.skuFormerCategories(id), FORMER_CATEGORIES_SECONDS)),
    ...ids.flatMap((id, i) => (isSettled[i] ? [] : [indexSku(redis, id, works[i] ?? "")])),
  ]);
  return written;
}
