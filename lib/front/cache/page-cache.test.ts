import { expect, test } from "vitest";
import { createPageCache } from "./page-cache.ts";

test("a page that was being rendered when it was dropped is not stored", () => {
  const cache = createPageCache<string>();
  expect(cache.get("a")).toBeNull();
  cache.drop(() => true);
  cache.set("a", "old", 1);
  expect(cache.get("a")).toBeNull();
  cache.set("a", "new", 1);
  expect(cache.get("a")).toBe("new");
});

test("the least recently used page is evicted when the size is exceeded", () => {
  const cache = createPageCache<string>(10);
  cache.set("a", "a", 4);
  cache.set("b", "b", 4);
  cache.get("a");
  cache.set("c", "c", 4);
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual(["a", null, "c"]);
  cache.set("big", "big", 11);
  // What does not fit at all is not kept, and takes nobody's place.
  expect([cache.get("big"), cache.size]).toEqual([null, 2]);
});
