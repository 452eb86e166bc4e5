import { LRUCache } from "lru-cache";
import { processWide } from "#lib/process-wide.ts";

/**
 * Rendered pages of the catalogue, in the memory of this process. They are the same for everyone and stay until an edit
 * in any process drops them (lib/sku/changes.ts), or until they expire.
 */

/** The total size of the cached pages, in bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** An LRU cache by size that refuses pages whose rendering began before they were dropped. */
export function createPageCache<T extends NonNullable<unknown>>(maxBytes = MAX_BYTES) {
  const pages = new LRUCache<string, T>({ maxSize: maxBytes });
  /** key → when a page was first missed that has not been stored since */
  const sought = new Map<string, number>();
  let clock = 0;
  const dropped: { when: number; affects: (key: string) => boolean }[] = [];

  return {
    get(key: string): T | null {
      // A caller that misses may be about to render the page from current data.
      if (!sought.has(key)) sought.set(key, ++clock);
      return pages.get(key) ?? null;
    },

    /** Stores a page, unless it was dropped while it was being rendered: it may show old data. */
    set(key: string, page: T, bytes: number): void {
      const since = sought.get(key) ?? 0;
      sought.delete(key);
      pages.delete(key);
      if (dropped.some(({ when, affects }) => when > since && affects(key))) return;
      pages.set(key, page, { size: bytes });
    },

    /** Keeps nothing of a page that was rendered. */
    forget(key: string): void {
      sought.delete(key);
      pages.delete(key);
    },

    /** Drops the pages that a change affects, including those being rendered now. */
    drop(affects: (key: string) => boolean): void {
      dropped.push({ when: ++clock, affects });
      // Rendering takes milliseconds, so a hundred changes ago is long ago. Slower renderings are dropped to be safe.
      if (dropped.length > 100) dropped.splice(0, dropped.length - 99, { when: clock, affects: () => true });
      for (const key of [...pages.keys()]) if (affects(key)) pages.delete(key);
      if (sought.size > 100_000) sought.clear();
    },

    get size() {
      return pages.size;
    },
  };
}

/** The cache of this process. Next.js loads the cache handler in a bundle of its own. */
export const pageCache = processWide("pages", () => createPageCache<NonNullable<unknown>>());

/** The part of a key of Next.js that is the path of the page, such as `/products/sku123`. */
function pathOf(key: string): string {
  return key.slice(key.lastIndexOf("/$/") + 2);
}

/** Drops the pages that a change message affects: all pages, or those that show the stock of one SKU. */
export function dropPages(message: string): void {
  const [, id] = /^stock (.+)$/.exec(message) ?? [];
  pageCache.drop((key) => {
    const path = pathOf(key);
    return id === undefined || !path.startsWith("/products/") || path === `/products/${id}`;
  });
}
