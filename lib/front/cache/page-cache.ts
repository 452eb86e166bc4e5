import { LRUCache } from "lru-cache";
import { processWide } from "#lib/process/process-wide.ts";

/**
 * Rendered pages of the catalogue, in the memory of this process. They are the same for everyone and stay until a change
 * in any process drops them (drop-pages.ts), or until they expire.
 */

/** The total size of the cached pages, in bytes. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Paths of which it is remembered that they were dropped. Rendering takes milliseconds. */
const MAX_DROPPED_PATHS = 10_000;

/** The part of a key of Next.js that is the path of the page, such as `/products/sku123`. */
const pathOf = (key: string) => key.slice(key.lastIndexOf("/$/") + 2);

/**
 * An LRU cache by size that refuses pages whose rendering began before they were dropped. A page that was dropped stays
 * until another takes its place, for as long as none can be rendered.
 */
export function createPageCache<T extends NonNullable<unknown>>(maxBytes = MAX_BYTES) {
  const keysOfPath = new Map<string, Set<string>>();
  const pages = new LRUCache<string, T>({
    maxSize: maxBytes,
    dispose(_page, key) {
      const path = pathOf(key);
      const keys = keysOfPath.get(path);
      keys?.delete(key);
      if (keys?.size === 0) keysOfPath.delete(path);
      outdated.delete(key);
    },
  });
  /** keys of pages that were dropped */
  const outdated = new Set<string>();
  /** key → when a page was first missed that has not been stored since */
  const sought = new Map<string, number>();
  let clock = 0;
  const dropped: { when: number; affects: (path: string) => boolean }[] = [];
  /** path → when it was last dropped alone */
  const droppedPaths = new LRUCache<string, number>({ max: MAX_DROPPED_PATHS });

  return {
    get(key: string): T | null {
      // A caller that misses may be about to render the page from current data.
      if (!sought.has(key)) sought.set(key, ++clock);
      return outdated.has(key) ? null : (pages.get(key) ?? null);
    },

    /** A page as it was before it was dropped; null when there is none, or it was not dropped. */
    getDropped(key: string): T | null {
      return outdated.has(key) ? (pages.get(key) ?? null) : null;
    },

    /**
     * Stores a page, unless it was dropped while it was being rendered: it may show old data. Then the one before stays
     * dropped.
     */
    set(key: string, page: T, bytes: number): void {
      const since = sought.get(key) ?? 0;
      const path = pathOf(key);
      sought.delete(key);
      if ((droppedPaths.get(path) ?? 0) > since) return;
      if (dropped.some(({ when, affects }) => when > since && affects(path))) return;
      pages.delete(key);
      pages.set(key, page, { size: bytes });
      if (pages.has(key)) keysOfPath.set(path, (keysOfPath.get(path) ?? new Set()).add(key));
    },

    /** Keeps nothing of a page that was rendered. */
    forget(key: string): void {
      sought.delete(key);
      pages.delete(key);
    },

    /** Drops the pages that a change affects, by their paths, including those being rendered now. */
    drop(affects: (path: string) => boolean): void {
      dropped.push({ when: ++clock, affects });
      // Rendering takes milliseconds, so a hundred changes ago is long ago. Slower renderings are dropped to be safe.
      if (dropped.length > 100) dropped.splice(0, dropped.length - 99, { when: clock, affects: () => true });
      for (const key of pages.keys()) if (affects(pathOf(key))) outdated.add(key);
      if (sought.size > 100_000) sought.clear();
    },

    /** Drops the page of one path, also if it is being rendered now; whatever the number of pages, as quickly. */
    dropPath(path: string): void {
      droppedPaths.set(path, ++clock);
      for (const key of keysOfPath.get(path) ?? []) outdated.add(key);
    },

    /** the number of pages that were not dropped */
    get size() {
      return pages.size - outdated.size;
    },
  };
}

/** The cache of this process. Next.js loads the cache handler in a bundle of its own. */
export const pageCache = processWide("pages", () => createPageCache<NonNullable<unknown>>());
