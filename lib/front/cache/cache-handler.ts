import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { pageCache } from "./page-cache.ts";

/** The cache handler of Next.js (option `cacheHandler`), backed by the cache of this process. */

interface Page {
  status?: number;
  html?: string;
  rscData?: Uint8Array;
  segmentData?: ReadonlyMap<string, Uint8Array>;
  body?: Uint8Array;
}

interface Entry {
  value: Page | null;
  lastModified: number;
  cacheControl?: unknown;
}

function weigh(page: Page | null): number {
  let bytes = 1000 + 2 * (page?.html?.length ?? 0) + (page?.rscData?.byteLength ?? 0) + (page?.body?.byteLength ?? 0);
  for (const segment of page?.segmentData?.values() ?? []) bytes += segment.byteLength;
  return bytes;
}

/** Whether Redis can be read, so that pages can be rendered. One round trip. */
async function canRender(): Promise<boolean> {
  try {
    await withRedis((redis) => redis.exists(keys.skus));
    return true;
  } catch (error) {
    return !isRedisAway(error);
  }
}

export default class CacheHandler {
  /** A page that was dropped is shown while no other can be rendered: an old one is better than none. */
  async get(key: string): Promise<Entry | null> {
    const page = pageCache.get(key);
    if (page) return page as Entry;
    const dropped = pageCache.getDropped(key);
    return dropped && !(await canRender()) ? (dropped as Entry) : null;
  }

  async set(key: string, value: Page | null, context: { cacheControl?: unknown }): Promise<void> {
    // There are more addresses of products that do not exist than of those that do.
    if (value === null || value.status === 404) {
      pageCache.forget(key);
      return;
    }
    const entry = { value, lastModified: Date.now(), cacheControl: context.cacheControl };
    pageCache.set(key, entry, weigh(value));
  }

  async revalidateTag(): Promise<void> {
    pageCache.drop(() => true);
  }

  resetRequestCache(): void {}
}
