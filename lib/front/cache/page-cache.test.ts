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

test("a page that was dropped is kept apart until another takes its place", () => {
  const cache = createPageCache<string>(10);
  const [a, b] = ["/k/$/a", "/k/$/b"];
  cache.set(a, "a", 4);
  cache.set(b, "b", 4);
  cache.dropPath("/a");
  expect([cache.get(a), cache.getDropped(a), cache.getDropped(b), cache.size]).toEqual([null, "a", null, 1]);
  cache.drop(() => true);
  expect([cache.get(b), cache.getDropped(b), cache.size]).toEqual([null, "b", 0]);
  // Dropped once more while it was being rendered: what was there before stays.
  cache.drop(() => true);
  cache.set(a, "outdated", 4);
  expect([cache.get(a), cache.getDropped(a)]).toEqual([null, "a"]);
  cache.set(a, "new", 4);
  expect([cache.get(a), cache.getDropped(a)]).toEqual(["new", null]);
  // A page that is there no more is not shown, and neither counts against the size for ever.
  cache.forget(b);
  cache.get("c");
  cache.set("c", "c", 8);
  expect([cache.getDropped(b), cache.getDropped(a), cache.get(a), cache.size]).toEqual([null, null, null, 1]);
});
