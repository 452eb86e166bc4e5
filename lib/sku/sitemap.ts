import { withRedis } from "#lib/redis/client.ts";
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

/**
 * The pages of a sitemap. The first, number 0, starts with the front page and the categories that have SKUs. Two round
 * trips.
 */
export async function readSitemap(page: number): Promise<SitemapEntry[]> {
  return withRedis(async (redis) => {
    const start = page * SITEMAP_SIZE;
    const [ids, categories] = await Promise.all([
      redis.zRange(keys.skus, start, start + SITEMAP_SIZE - 1),
      page === 0 ? countCategories() : new Map<string, number>(),
    ]);
    const fields = await Promise.all(ids.map((id) => redis.hmGet(keys.sku(id), ["edited", "created_at"])));
    const firstPaths =
      page === 0 ? ["/", ...[...categories.keys()].map((slug) => `/categories/${encodeURIComponent(slug)}`)] : [];
    return [
      ...firstPaths.map((path) => ({ path, changedAt: null })),
      ...ids.map((id, i) => ({ path: `/products/${id}`, changedAt: readChange(fields[i] ?? []) })),
    ];
  });
}
