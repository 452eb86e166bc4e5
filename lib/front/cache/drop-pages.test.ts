import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parseChange } from "#lib/sku/changes.ts";
import { dropPages } from "./drop-pages.ts";
import { pageCache } from "./page-cache.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const key = (path: string) => `/route-cache/APP_PAGE/abc/$${path}`;
const PATHS = ["/products/a", "/products/b", "/categories/toys", "/home/default"];
const left = () => PATHS.filter((path) => pageCache.get(key(path)) !== null);

function fill(): void {
  // The second time nothing is left of what was dropped before.
  for (let i = 0; i < 2; i++) {
    for (const path of PATHS) pageCache.get(key(path));
    for (const path of PATHS) pageCache.set(key(path), path, 1);
  }
}

test.each([
  ["stock a 30", ["/products/b", "/categories/toys", "/home/default"]],
  ["stock a 5", ["/products/b"]],
  ["stock a 0", []],
  // A restock or a cancelled order: the SKU may have been sold out.
  ["stock a", []],
  ["a", []],
  ["*", []],
  // A batch of an import, and what follows every few seconds.
  ["@imported a c", ["/products/b", "/categories/toys", "/home/default"]],
  ["@lists", []],
])("B5: after %s the pages that do not show it are still cached: %j", (message, expected) => {
  vi.advanceTimersByTime(60_000);
  fill();
  dropPages(parseChange(message));
  expect(left()).toEqual(expected);
});

test("B5: a page that was being rendered during a sale is not stored", () => {
  vi.advanceTimersByTime(60_000);
  dropPages({ kind: "any" });
  pageCache.get(key("/products/a"));
  dropPages({ kind: "stock", id: "a", left: 29 });
  pageCache.set(key("/products/a"), "30 available", 1);
  expect(pageCache.get(key("/products/a"))).toBeNull();
  pageCache.set(key("/products/a"), "29 available", 1);
  expect(pageCache.get(key("/products/a"))).toBe("29 available");
});
