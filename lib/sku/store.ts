import { z } from "zod";
import { type Redis, withRedis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import { defineScript } from "../redis/script.ts";
import { type ListSkusQuery, type Sku, skuHash } from "./schema.ts";
import { wordsOf } from "./words.ts";

const pageIndex = defineScript("page-index");

/** A word of a search reads at most so many index entries. */
const MATCHES_PER_WORD = 500;
const SEPARATOR = "\0";

/** The value of a sku:<id> reply, or null when the hash is missing or not a SKU. */
export function parseSku(id: string, hash: unknown): Sku | null {
  const parsed = skuHash.safeParse(hash);
  if (!parsed.success) return null;
  const { created_at: _, ...rest } = parsed.data;
  return { id, ...rest };
}

/** One SKU, or null. One round trip. */
export async function getSku(id: string): Promise<Sku | null> {
  return withRedis(async (redis) => parseSku(id, await redis.hGetAll(keys.sku(id))));
}

/** SKUs in the order of the ids, without those that are gone. One round trip, whatever the number. */
export async function getSkus(ids: readonly string[]): Promise<Sku[]> {
  return withRedis((redis) => readSkus(redis, ids));
}

async function readSkus(redis: Redis, ids: readonly string[]): Promise<Sku[]> {
  const hashes = await Promise.all(ids.map((id) => redis.hGetAll(keys.sku(id))));
  return ids.flatMap((id, i) => parseSku(id, hashes[i]) ?? []);
}

/** A page of SKUs and the cursor of the next one. */
export interface SkuPage {
  items: Sku[];
  nextCursor: string | null;
}

const cursorShape = z.tuple([z.string().regex(/^\d{1,20}(\.\d{1,20})?(e\+\d{1,2})?$/), z.string().max(64)]);

function decodeCursor(cursor: string | undefined): [string, string] | null {
  if (!cursor) return null;
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    return null;
  }
}

/**
 * Lists SKUs by category, words, order and cursor. Two round trips, whatever the size of the catalogue.
 * A cursor that is not ours starts at the beginning.
 */
export async function listSkus(query: ListSkusQuery): Promise<SkuPage> {
  return withRedis(async (redis) => {
    if (query.q) return searchSkus(redis, query);
    const byPrice = query.sort !== "newest";
    const index = query.category
      ? byPrice
        ? keys.skusOfCategoryByPrice(query.category)
        : keys.skusOfCategory(query.category)
      : byPrice
        ? keys.skusByPrice
        : keys.skus;
    const [score, member] = decodeCursor(query.cursor) ?? ["", ""];
    const direction = query.sort === "price-asc" ? "asc" : "desc";
    const reply = z
      .array(z.string())
      .parse(await pageIndex.run(redis, [index], [direction, query.limit, score, member]));
    const entries: [string, string][] = [];
    for (let i = 0; i < reply.length; i += 2) entries.push([reply[i + 1] ?? "", reply[i] ?? ""]);
    const page = entries.slice(0, query.limit);
    const last = page.at(-1);
    const more = entries.length > query.limit && last;
    return {
      items: await readSkus(
        redis,
        page.map(([, id]) => id),
      ),
      nextCursor: more ? Buffer.from(JSON.stringify(last)).toString("base64url") : null,
    };
  });
}

/** SKUs that have, for every word asked for, a word that begins with it. */
async function searchSkus(redis: Redis, query: ListSkusQuery): Promise<SkuPage> {
  const words = wordsOf(query.q ?? "").slice(0, 8);
  if (words.length === 0) return { items: [], nextCursor: null };
  const found = await Promise.all(
    words.map((word) =>
      redis.zRange(keys.skuWords, `[${word}`, `[${word}\u{10FFFF}`, {
        BY: "LEX",
        LIMIT: { offset: 0, count: MATCHES_PER_WORD },
      }),
    ),
  );
  const sets = found.map((members) => new Set(members.map((member) => member.slice(member.indexOf(SEPARATOR) + 1))));
  const ids = [...(sets[0] ?? [])].filter((id) => sets.every((set) => set.has(id)));
  let skus = await readSkus(redis, ids);
  if (query.category) skus = skus.filter((sku) => sku.category === query.category);
  if (query.sort === "price-asc") skus.sort((a, b) => Number(a.price) - Number(b.price));
  if (query.sort === "price-desc") skus.sort((a, b) => Number(b.price) - Number(a.price));
  const start = Math.max(0, Number(decodeCursor(query.cursor)?.[0] ?? 0) || 0);
  const end = start + query.limit;
  const nextCursor = end < skus.length ? Buffer.from(JSON.stringify([String(end), ""])).toString("base64url") : null;
  return { items: skus.slice(start, end), nextCursor };
}

/** The categories that have SKUs, with their numbers. Two round trips. */
export async function countCategories(): Promise<Map<string, number>> {
  return withRedis(async (redis) => {
    // The scores were right when they were written. Counting is cheap, and right whoever writes at once.
    const slugs = await redis.zRange(keys.skuCategories, 0, -1);
    const counts = await Promise.all(slugs.map((slug) => redis.zCard(keys.skusOfCategory(slug))));
    return new Map(slugs.map((slug, i) => [slug, counts[i] ?? 0] as const).filter(([, count]) => count > 0));
  });
}

/** The index entries of a SKU's words: name, brand and category. */
export function wordEntries(sku: Sku): string[] {
  return wordsOf(`${sku.name} ${sku.brand} ${sku.category}`).map((word) => `${word}${SEPARATOR}${sku.id}`);
}
