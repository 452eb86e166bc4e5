import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/** URLs in one sitemap; the protocol allows 50,000, this keeps one reply under a megabyte. */
export const SITEMAP_SIZE = 10_000;

/** How many sitemaps the catalogue needs, one at least. One round trip. */
export async function countSitemaps(): Promise<number> {
  const count = await withRedis((redis) => redis.zCard(keys.skus));
  return Math.max(1, Math.ceil(count / SITEMAP_SIZE));
}

/** The paths of one sitemap, from 0 on: the first begins with the front page and the departments. One round trip. */
export async function readSitemap(page: number): Promise<string[]> {
  return withRedis(async (redis) => {
    const start = page * SITEMAP_SIZE;
    const [ids, categories] = await Promise.all([
      redis.zRange(keys.skus, start, start + SITEMAP_SIZE - 1),
      page === 0 ? redis.zRange(keys.skuCategories, 0, -1) : [],
    ]);
    const shelves = page === 0 ? ["/", ...categories.map((slug) => `/categories/${encodeURIComponent(slug)}`)] : [];
    return [...shelves, ...ids.map((id) => `/products/${id}`)];
  });
}
