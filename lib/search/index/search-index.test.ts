import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeCursor } from "#lib/cursor.ts";
import { lenientSearchQuery, searchQuery, searchSorts } from "#lib/search/schema.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { sampleSkus } from "#lib/sku/seed/sample/sample-skus.ts";
import { find, makeIndex, makeSku } from "#test/search-index.ts";
import { SearchIndex } from "./search-index.ts";

describe("searching", () => {
  const shop = makeIndex(sampleSkus);

  it.each([
    ["airpods", "all"],
    ["AIRPODS", "all"],
    ["airp", "all"],
    ["aripods", "near"],
    ["arip", "near"],
    ["airpds", "near"],
    ["airpodz", "near"],
    ["the airpods", "all"],
  ])("%s finds AirPods first (%s)", (q, match) => {
    expect(find(shop, { q })).toMatchObject({ match, ids: expect.arrayContaining(["sku123"]) });
    expect(find(shop, { q }).ids[0]).toBe("sku123");
  });

  it("ranks name over brand over category over description", () => {
    const index = makeIndex([
      makeSku("described", { description: "a zephyr" }),
      makeSku("category", { category: "zephyr" }),
      makeSku("brand", { brand: "Zephyr" }),
      makeSku("begins", { name: "Zephyrus" }),
      makeSku("longer", { name: "Zephyr for two" }),
      makeSku("name", { name: "Zephyr" }),
    ]);
    const all = ["name", "longer", "begins", "brand", "category", "described"];
    expect(find(index, { q: "zephyr" }).ids).toEqual(all);
  });

  it("requires every word; when no SKU has them all, the one with the most comes first, and `match` says so", () => {
    const index = makeIndex([makeSku("a", { name: "Red Lamp" }), makeSku("b", { name: "Lamp" })]);
    expect(find(index, { q: "red lamp" })).toMatchObject({ match: "all", ids: ["a"] });
    index.put(makeSku("c", { name: "Submarine" }), 1);
    expect(find(index, { q: "red lamp submarine" })).toMatchObject({ match: "some", ids: ["a", "c", "b"] });
  });

  it.each(["zzzzqqqq", "!!!", "…", "the", "<script>"])("%s finds nothing and is no error", (q) => {
    const index = makeIndex([makeSku("a", { name: "Lamp" })]);
    expect(find(index, { q })).toMatchObject({ ids: [], total: 0, nextCursor: null });
  });

  it("reads every script, with and without accents", () => {
    const index = makeIndex([
      makeSku("cafe", { name: "Café crème" }),
      makeSku("tea", { name: "Зелёный чай" }),
      makeSku("cup", { name: "湯呑み" }),
      makeSku("wide", { name: "ＷＩＤＥ" }),
    ]);
    for (const [q, id] of [
      ["cafe", "cafe"],
      ["CRÈME", "cafe"],
      ["чай", "tea"],
      ["зеленый", "tea"],
      ["湯", "cup"],
      ["wide", "wide"],
      ["cafe\u0301", "cafe"],
    ]) {
      expect(find(index, { q }).ids, q).toEqual([id]);
    }
  });
});

describe("filters", () => {
  const index = makeIndex([
    makeSku("a", { name: "Lamp", brand: "Ona", category: "home", price: "10.00", stock: 1 }),
    makeSku("b", { name: "Lamp", brand: "Ona", category: "kitchen", price: "20.00", stock: 0 }),
    makeSku("c", { name: "Lamp", brand: "Bo", category: "home", price: "30.00", stock: 3 }),
    makeSku("d", { name: "Chair", brand: "Bo", category: "home", price: "99.00", stock: 3 }),
  ]);

  it("combine, and the counts of each ignore the filter itself", () => {
    const found = find(index, { q: "lamp", brand: "Ona", inStock: "1" });
    expect(found.ids).toEqual(["a"]);
    expect(found.total).toBe(1);
    expect(found.facets).toEqual({
      categories: [{ value: "home", count: 1 }],
      brands: [
        { value: "Bo", count: 1 },
        { value: "Ona", count: 1 },
      ],
      prices: { min: "10.00", max: "10.00" },
      inStock: 1,
    });
  });

  it("accept several brands, and a price with both bounds", () => {
    expect(find(index, { brand: ["Ona", "Bo"], minPrice: "20", maxPrice: "30.00" }).ids).toEqual(["b", "c"]);
  });

  it("list a chosen value even when nothing matches it", () => {
    expect(find(index, { q: "chair", category: "kitchen", brand: "Ona" }).facets).toMatchObject({
      categories: [{ value: "kitchen", count: 0 }],
      brands: [{ value: "Ona", count: 0 }],
    });
  });
});

describe("the index", () => {
  const name = fc.array(fc.constantFrom("red", "blue", "lamp", "laamp", "chair", "über"), {
    minLength: 1,
    maxLength: 3,
  });
  const sku = fc
    .record({ id: fc.integer({ min: 0, max: 12 }), name, price: fc.integer({ min: 1, max: 4 }), stock: fc.nat(2) })
    .map(({ id, name, price, stock }) => makeSku(`s${id}`, { name: name.join(" "), price: `${price}.00`, stock }));
  const change = fc.oneof(
    { weight: 4, arbitrary: sku },
    fc.integer({ min: 0, max: 12 }).map((id) => `s${id}`),
  );

  it("after any edits answers like a new index", () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 60 }),
        fc.constantFrom(...searchSorts),
        name,
        (changes, sort, words) => {
          const index = new SearchIndex();
          const skus = new Map<string, Sku>();
          for (const change of changes) {
            if (typeof change === "string") {
              index.remove(change);
              skus.delete(change);
            } else {
              index.put(change, 1000);
              skus.set(change.id, change);
            }
          }
          const fresh = new SearchIndex();
          for (const sku of skus.values()) fresh.put(sku, 1000);
          const query = { q: words.join(" "), sort };
          const found = find(index, query);
          const expected = find(fresh, query);
          found.near.sort();
          expected.near.sort();
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("pages show each SKU once and in order while others are added, edited and removed", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(sku, { selector: ({ id }) => id, minLength: 3 }),
        fc.constantFrom(...searchSorts),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom("", "lamp"),
        (skus, sort, limit, q) => {
          const index = makeIndex(skus);
          const whole = find(index, { q, sort, limit: 100 }).ids;
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = find(index, { q, sort, limit, cursor });
            seen.push(...page.ids);
            cursor = page.nextCursor ?? undefined;
            // The hardest cases: the SKU that the cursor points at is removed, and an added one would change relative scores.
            index.remove(seen.at(-1) ?? "");
            index.put(makeSku(`new-${seen.length}`, { name: "Chair chair", price: "0.01" }), 1);
          } while (cursor);
          expect(new Set(seen).size).toBe(seen.length);
          // When few SKUs are left, similar ones are found as well.
          expect(seen.filter((id) => whole.includes(id))).toEqual(whole);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(["", "W10", encodeCursor(["relevance", 1, 2])])("an invalid cursor (%j) begins at the start", (cursor) => {
    const index = makeIndex([makeSku("a"), makeSku("b")]);
    expect(find(index, { cursor }).ids).toEqual(["a", "b"]);
  });

  it("text that is not a cursor is refused by the API and ignored by the page", () => {
    expect(searchQuery.safeParse({ cursor: "nonsense" }).success).toBe(false);
    expect(lenientSearchQuery.parse({ cursor: "nonsense" }).cursor).toBeUndefined();
  });

  it("reclaims the numbers of removed SKUs", () => {
    const index = new SearchIndex();
    for (let i = 0; i < 5000; i++) index.put(makeSku("one", { name: `lamp ${i}` }), i);
    expect(index.entries.length).toBeLessThan(3000);
    expect(find(index, { q: "lamp" }).ids).toEqual(["one"]);
    expect(find(index, { q: "4999" }).ids).toEqual(["one"]);
    expect(find(index, { q: "lamp 17" })).toMatchObject({ match: "some" });
  });
});
