import { LRUCache } from "lru-cache";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { noteDamaged } from "#lib/redis/damaged.ts";
import { keys } from "#lib/redis/keys.ts";
import { readPage } from "#lib/redis/paging/read-page.ts";
import { categorySlugOf, describeCategory } from "./categories.ts";
import { isPicturePath } from "./picture-path.ts";
import { type ListSkusQuery, type Sku, skuHash } from "./schema.ts";

type Hash = Readonly<Record<string, string>>;

/** SKUs as they were last read, of about 1 kB each. Checking a hash takes ten times as long as comparing it. */
const lastRead = new LRUCache<string, { hash: Hash; sku: Sku }>({ max: 5000 });

function isSame(a: Hash, b: Hash): boolean {
  let fields = 0;
  for (const name in a) {
    if (a[name] !== b[name]) return false;
    fields++;
  }
  return fields === Object.keys(b).length;
}

/**
 * The SKU in a reply to HGETALL sku:<id>; null when the hash is missing or not a SKU, which is logged once. While the
 * hash stays the same, so does the object.
 */
export function parseSku(id: string, hash: Hash | undefined): Sku | null {
  const last = lastRead.get(id);
  if (last && hash && isSame(hash, last.hash)) return last.sku;
  const sku = checkSku(id, hash);
  if (sku && hash) lastRead.set(id, { hash, sku: Object.freeze(sku) });
  return sku;
}

function checkSku(id: string, hash: Hash | undefined): Sku | null {
  const parsed = skuHash.safeParse(hash);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    if (hash && Object.keys(hash).length > 0)
      noteDamaged(keys.sku(id), `not a SKU (${issue?.path.join(".")} is missing or damaged); counts as absent`);
    return null;
  }
  const { created_at: _, purchase_limit: purchaseLimit = null, ...rest } = parsed.data;
  // What else somebody has written there, such as an address elsewhere, a browser would not show.
  const image = isPicturePath(rest.image) ? rest.image : describeCategory(rest.category).picture;
  return { id, ...rest, image, purchaseLimit };
}

/** One SKU, or null. One round trip. */
export async function getSku(id: string): Promise<Sku | null> {
  return withRedis(async (redis) => parseSku(id, await redis.hGetAll(keys.sku(id))));
}

/** SKUs in the order of their ids; those that no longer exist are left out. One round trip for any number. */
export async function getSkus(ids: readonly string[]): Promise<Sku[]> {
  return withRedis((redis) => readSkus(redis, ids));
}

/** The same on a given connection. One round trip, none without ids. */
export async function readSkus(redis: Redis, ids: readonly string[]): Promise<Sku[]> {
  const hashes = await Promise.all(ids.map((id) => redis.hGetAll(keys.sku(id))));
  return ids.flatMap((id, i) => parseSku(id, hashes[i]) ?? []);
}

/** A page of SKUs and the cursor of the next one. */
export interface SkuPage {
  items: Sku[];
  nextCursor: string | null;
}

/**
 * A page of SKUs by category, order and cursor. Two round trips, for a catalogue of any size.
 * An invalid cursor starts at the beginning.
 */
export async function listSkus({ category, sort, cursor, limit }: ListSkusQuery): Promise<SkuPage> {
  const [byTime, byPrice] = category
    ? [keys.skusOfCategory(category), keys.skusOfCategoryByPrice(category)]
    : [keys.skus, keys.skusByPrice];
  const direction = sort === "price-asc" ? "asc" : "desc";
  return withRedis(async (redis) => {
    const index = sort === "newest" ? byTime : byPrice;
    const { members, nextCursor } = await readPage(redis, index, { direction, limit, cursor });
    return { items: await readSkus(redis, members), nextCursor };
  });
}

/** The categories that have SKUs, with the number of SKUs in each. Two round trips. */
export async function countCategories(): Promise<Map<string, number>> {
  return withRedis(async (redis) => {
    // The scores may be out of date. Counting is cheap, and correct while other processes write.
    const slugs = await redis.zRange(keys.skuCategories, 0, -1);
    const counts = await Promise.all(slugs.map((slug) => redis.zCard(keys.skusOfCategory(slug))));
    return new Map(
      slugs
        .map((slug, i) => [slug, counts[i] ?? 0] as const)
        .filter(([slug, count]) => count > 0 && categorySlugOf(slug) === slug),
    );
  });
}
