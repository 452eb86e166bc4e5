import { LRUCache } from "lru-cache";
import { processWide } from "#lib/process-wide.ts";

/**
 * Rendered pages of the catalogue, in the memory of this process. They are the same for everyone and stay until an
 * edit in any process drops them (changes.ts), or for their own lifetime.
 */

/** The pages kept weigh so many bytes at most. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A cache by weight that refuses what was begun before it was dropped. */
export function createPageCache<T extends NonNullable<unknown>>(maxBytes = MAX_BYTES) {
  const pages = new LRUCache<string, T>({ maxSize: maxBytes });
  /** key → when somebody first looked for a page that has not come since */
  const sought = new Map<string, number>();
  let clock = 0;
  const dropped: { when: number; affects: (key: string) => boolean }[] = [];

  return {
    get(key: string): T | null {
      // Whoever looks may be about to render the page, from what the store holds now.
      if (!sought.has(key)) sought.set(key, ++clock);
      return pages.get(key) ?? null;
    },

    /** Keeps a page, unless it was dropped while it was being rendered: it may show what was there before. */
    set(key: string, page: T, bytes: number): void {
      const since = sought.get(key) ?? 0;
      sought.delete(key);
      pages.delete(key);
      if (dropped.some(({ when, affects }) => when > since && affects(key))) return;
      pages.set(key, page, { size: bytes });
    },

    /** Drops the pages that a change affects, also those being rendered now. */
    drop(affects: (key: string) => boolean): void {
      dropped.push({ when: ++clock, affects });
      // Rendering takes milliseconds; a hundred changes ago is long ago. Whoever is slower is dropped to be sure.
      if (dropped.length > 100) dropped.splice(0, dropped.length - 99, { when: clock, affects: () => true });
      for (const key of [...pages.keys()]) if (affects(key)) pages.delete(key);
      if (sought.size > 100_000) sought.clear();
    },

    get size() {
      return pages.size;
    },
  };
}

/** The cache of this process: Next.js loads the handler apart from the rest. */
export const pageCache = processWide("pages", () => createPageCache<NonNullable<unknown>>());

/** The part of a key of Next.js that is the path of the page, such as `/products/sku123`. */
function pathOf(key: string): string {
  return key.slice(key.lastIndexOf("/$/") + 2);
}

/** Drops what a message on the channel of changes affects: every page, or those that show the stock of one SKU. */
export function dropPages(message: string): void {
  const [, id] = /^stock (.+)$/.exec(message) ?? [];
  pageCache.drop((key) => {
    const path = pathOf(key);
    return id === undefined || !path.startsWith("/products/") || path === `/products/${id}`;
  });
}
