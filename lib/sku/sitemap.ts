import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { countCategories } from "./store.ts";

/** URLs per sitemap. The protocol allows 50,000; this keeps a reply below 1 MB. */
export const SITEMAP_SIZE = 10_000;

/** How many sitemaps the catalogue needs, at least one. One round trip. */
export async function countSitemaps(): Promise<number> {
  const count = await withRedis((redis) => redis.zCard(keys.skus));
  return Math.max(1, Math.ceil(count / SITEMAP_SIZE));
}

/** The paths of a sitemap. The first, number 0, starts with the front page and the categories that have
 * SKUs. One round trip; two for the first. */
export async function readSitemap(page: number): Promise<string[]> {
  return withRedis(async (redis) => {
    const start = page * SITEMAP_SIZE;
    const [ids, categories] = await Promise.all([
      redis.zRange(keys.skus, start, start + SITEMAP_SIZE - 1),
      page === 0 ? countCategories() : new Map<string, number>(),
    ]);
    const firstPaths = page === 0 ? ["/", ...[...categories.keys()].map((slug) => `/categories/${slug}`)] : [];
    return [...firstPaths, ...ids.map((id) => `/products/${id}`)];
  });
}
