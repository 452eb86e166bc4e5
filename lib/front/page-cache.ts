/**
 * Rendered pages of the catalogue, in the memory of this process. They are the same for everyone and stay until an
 * edit in any process drops them (changes.ts), or for their own lifetime.
 */

/** The pages kept weigh so many bytes at most. */
const MAX_BYTES = 64 * 1024 * 1024;

interface Kept<T> {
  entry: T;
  bytes: number;
}

/** A cache by weight, the least recently used going first, that forgets what was begun before it was emptied. */
export function createPageCache<T>(maxBytes = MAX_BYTES) {
  const pages = new Map<string, Kept<T>>();
  /** key → when somebody first looked for a page that has not come since */
  const sought = new Map<string, number>();
  let bytes = 0;
  let clock = 0;
  const dropped: { when: number; affects: (key: string) => boolean }[] = [];

  const forget = (key: string) => {
    bytes -= pages.get(key)?.bytes ?? 0;
    pages.delete(key);
  };

  return {
    get(key: string): T | null {
      const kept = pages.get(key);
      // Whoever looks may be about to render the page, from what the shop is now.
      if (!sought.has(key)) sought.set(key, ++clock);
      if (!kept) return null;
      pages.delete(key);
      pages.set(key, kept);
      return kept.entry;
    },

    /** Keeps a page, unless it was dropped while it was being rendered: it may show what was there before. */
    set(key: string, entry: T, weight: number): void {
      const since = sought.get(key) ?? 0;
      sought.delete(key);
      forget(key);
      if (dropped.some(({ when, affects }) => when > since && affects(key))) return;
      pages.set(key, { entry, bytes: weight });
      bytes += weight;
      for (const oldest of pages.keys()) {
        if (bytes <= maxBytes) break;
        forget(oldest);
      }
    },

    /** Drops the pages that a change affects, also those being rendered now. */
    drop(affects: (key: string) => boolean): void {
      dropped.push({ when: ++clock, affects });
      // Renderings take milliseconds; a hundred changes ago is long ago. Whoever is slower is dropped to be sure.
      if (dropped.length > 100) dropped.splice(0, dropped.length - 99, { when: clock, affects: () => true });
      for (const key of [...pages.keys()]) if (affects(key)) forget(key);
      if (sought.size > 100_000) sought.clear();
    },

    get size() {
      return pages.size;
    },
  };
}

const CACHE = Symbol.for("fwr.pages");
const holder = globalThis as { [CACHE]?: ReturnType<typeof createPageCache<unknown>> };

/** The cache of this process: Next.js loads the handler apart from the rest. */
export function pageCache() {
  holder[CACHE] ??= createPageCache<unknown>();
  return holder[CACHE];
}

/** The part of a key of Next.js that is the path of the page, such as `/products/sku123`. */
function pathOf(key: string): string {
  return key.slice(key.lastIndexOf("/$/") + 2);
}

/** Drops what a message on the channel of changes affects: every page, or those that show the stock of one SKU. */
export function dropPages(message: string): void {
  const [, id] = /^stock (.+)$/.exec(message) ?? [];
  pageCache().drop((key) => {
    const path = pathOf(key);
    return id === undefined || !path.startsWith("/products/") || path === `/products/${id}`;
  });
}
