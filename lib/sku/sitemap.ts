import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { countCategories } from "./store.ts";

/** URLs per sitemap. The protocol allows 50,000; this keeps a reply below 2 MB. */
export const SITEMAP_SIZE = 10_000;

/** A page of a sitemap. */
export interface SitemapEntry {
  path: string;
  /** when it was last edited; null where nobody knows */
  changedAt: Date | null;
}

/** How many sitemaps the catalogue needs, at least one. One round trip. */
export async function countSitemaps(): Promise<number> {
  const count = await withRedis((redis) => redis.zCard(keys.skus));
  return Math.max(1, Math.ceil(count / SITEMAP_SIZE));
}

/** When a SKU was last edited: `edited` in milliseconds with a fraction, or else `created_at` in seconds. */
function readChange([edited, created]: readonly (string | null)[]): Date | null {
  const time = Math.floor(Number(edited ?? Number(created ?? 0) * 1000));
  return time > 0 && time < 8.64e15 ? new Date(time) : null;
}

const latest = (dates: readonly (Date | null)[]): Date | null => {
  const times = dates.flatMap((date) => (date ? [date.getTime()] : []));
  return times.length > 0 ? new Date(Math.max(...times)) : null;
};

/** When the newest SKU of a category was created. One round trip. */
async function readNewest(redis: Redis, slug: string): Promise<Date | null> {
  const [newest] = await redis.zRangeWithScores(keys.skusOfCategory(slug), -1, -1);
  return newest && newest.score > 0 && newest.score < 8.64e15 ? new Date(newest.score) : null;
}

/**
 * The pages of a sitemap. The first, number 0, starts with the front page and the categories that have SKUs. These
 * changed when their newest SKU was created, or when one of them that this sitemap lists was edited, which in a
 * catalogue of up to {@link SITEMAP_SIZE} SKUs is any. Three round trips.
 */
export async function readSitemap(page: number): Promise<SitemapEntry[]> {
  return withRedis(async (redis) => {
    const start = page * SITEMAP_SIZE;
    const [ids, categories] = await Promise.all([
      redis.zRange(keys.skus, start, start + SITEMAP_SIZE - 1),
      page === 0 ? countCategories() : new Map<string, number>(),
    ]);
    const slugs = [...categories.keys()];
    const [fields, newest] = await Promise.all([
      Promise.all(ids.map((id) => redis.hmGet(keys.sku(id), ["edited", "created_at", "category"]))),
      Promise.all(slugs.map((slug) => readNewest(redis, slug))),
    ]);
    const products = ids.map((id, i) => ({ path: `/products/${id}`, changedAt: readChange(fields[i] ?? []) }));
    if (page > 0) return products;
    const departments = slugs.map((slug, i) => {
      const ofIts = products.filter((_, k) => fields[k]?.[2] === slug).map(({ changedAt }) => changedAt);
      return { path: `/categories/${encodeURIComponent(slug)}`, changedAt: latest([newest[i] ?? null, ...ofIts]) };
    });
    return [
      { path: "/", changedAt: latest(departments.map(({ changedAt }) => changedAt)) },
      ...departments,
      ...products,
    ];
  });
}
