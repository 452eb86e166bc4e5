import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Sku } from "#lib/sku/schema.ts";
import { sampleSkus } from "#lib/sku/seed/sample.ts";
import { findInIndex } from "./find.ts";
import { lenientSearchQuery, searchQuery, searchSorts } from "./schema.ts";
import { CatalogueIndex } from "./search-index.ts";

function makeSku(id: string, fields: Partial<Sku> = {}): Sku {
  return { id, name: id, price: "1.00", stock: 5, category: "toys", brand: "", description: "", image: "", ...fields };
}

function makeIndex(skus: readonly Sku[]): CatalogueIndex {
  const index = new CatalogueIndex();
  for (const [i, sku] of skus.entries()) index.put(sku, 1_767_225_600_000 - i * 1000);
  return index;
}

const find = (index: CatalogueIndex, query: Record<string, unknown>) => findInIndex(index, searchQuery.parse(query));

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

  it("puts the name over the brand over the category over the description, and the exact over the similar", () => {
    const index = makeIndex([
      makeSku("similar", { name: "Zephir" }),
      makeSku("described", { description: "a zephyr" }),
      makeSku("department", { category: "zephyr" }),
      makeSku("brand", { brand: "Zephyr" }),
      makeSku("begins", { name: "Zephyrus" }),
      makeSku("longer", { name: "Zephyr for two" }),
      makeSku("name", { name: "Zephyr" }),
    ]);
    const all = ["name", "longer", "begins", "brand", "department", "described"];
    expect(find(index, { q: "zephyr" }).ids).toEqual(all);
    index.remove("longer");
    index.remove("begins");
    expect(find(index, { q: "zephyr" }).ids).toEqual(["name", "brand", "department", "described", "similar"]);
  });

  it("wants every word; when no SKU has them all, the one that has most comes first, and it says so", () => {
    const index = makeIndex([makeSku("a", { name: "Red Lamp" }), makeSku("b", { name: "Lamp" })]);
    expect(find(index, { q: "red lamp" })).toMatchObject({ match: "all", ids: ["a"] });
    expect(find(index, { q: "red lamp submarine" })).toMatchObject({ match: "some", ids: ["a", "b"] });
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

  it("narrow down together, and each says what it would find without itself", () => {
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

  it("by several brands, and by price with both ends", () => {
    expect(find(index, { brand: ["Ona", "Bo"], minPrice: "20", maxPrice: "30.00" }).ids).toEqual(["b", "c"]);
  });

  it("show what was chosen even where nothing of it is left", () => {
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

  it("after any edits answers as one made anew", () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 60 }),
        fc.constantFrom(...searchSorts),
        name,
        (changes, sort, words) => {
          const index = new CatalogueIndex();
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
          const anew = new CatalogueIndex();
          for (const sku of skus.values()) anew.put(sku, 1000);
          const query = { q: words.join(" "), sort };
          // Which similar words were tried may differ: words of SKUs that are gone are still in the tree.
          const { near: _, ...found } = find(index, query);
          const { near: __, ...expected } = find(anew, query);
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("pages show each SKU once and in order, whatever is added, edited and removed meanwhile", () => {
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
            // The SKU at which the next page begins is the worst one to lose; others shift every score that is relative.
            index.remove(seen.at(-1) ?? "");
            index.put(makeSku(`new-${seen.length}`, { name: "Chair chair", price: "0.01" }), 1);
          } while (cursor);
          expect(new Set(seen).size).toBe(seen.length);
          // When few are left, similar ones are found as well.
          expect(seen.filter((id) => whole.includes(id))).toEqual(whole);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(["", "W10", Buffer.from('["relevance",1,2]').toString("base64url")])(
    "a cursor that is not ours (%j) begins at the start",
    (cursor) => {
      const index = makeIndex([makeSku("a"), makeSku("b")]);
      expect(find(index, { cursor }).ids).toEqual(["a", "b"]);
    },
  );

  it("a cursor that nobody here could have made is refused by the API and forgotten by the page", () => {
    expect(searchQuery.safeParse({ cursor: "nonsense" }).success).toBe(false);
    expect(lenientSearchQuery.parse({ cursor: "nonsense" }).cursor).toBeUndefined();
  });

  it("a word within others is near, when there is none like it", () => {
    const index = makeIndex([
      makeSku("a", { name: "Headphones" }),
      makeSku("b", { name: "Pocket Telephone" }),
      makeSku("c", { name: "Piano", description: "no gramophone" }),
    ]);
    expect(find(index, { q: "phone" }).ids.toSorted()).toEqual(["a", "b"]);
    expect(find(index, { q: "pho" }).ids).not.toContain("a");
  });

  it("reclaims what removed SKUs took", () => {
    const index = new CatalogueIndex();
    for (let i = 0; i < 5000; i++) index.put(makeSku("one", { name: `lamp ${i}` }), i);
    expect(index.entries.length).toBeLessThan(3000);
    expect(find(index, { q: "lamp" }).ids).toEqual(["one"]);
    expect(find(index, { q: "4999" }).ids).toEqual(["one"]);
    expect(find(index, { q: "lamp 17" })).toMatchObject({ match: "some" });
  });
});
