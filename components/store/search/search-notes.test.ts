import { expect, test } from "vitest";
import { ignoredFilters } from "#lib/search/schema.ts";
import { searchNotes } from "./search-notes.ts";
import { parseSearch, searchPath, understoodSearch } from "./search-path.ts";

test("words that nobody sells are said", () => {
  expect(searchNotes({ total: 0, match: "some", missing: ["gift", "kids"] }, [])).toEqual([
    "Nothing for “gift” or “kids”.",
  ]);
  expect(searchNotes({ total: 3, match: "some", missing: ["gift"] }, [])).toEqual([
    "Nothing for “gift”. Here is what fits the rest.",
  ]);
  expect(searchNotes({ total: 3, match: "all", missing: [] }, [])).toEqual([]);
});

test("D10: a filter that was not understood is said", () => {
  const params = { q: "lamp", minPrice: "cheap", maxPrice: "19,99", sort: "upwards", brand: "Ona" };
  expect(parseSearch(params)).toMatchObject({ minPrice: undefined, maxPrice: "19.99", sort: undefined });
  expect(ignoredFilters(params)).toEqual(["minPrice", "sort"]);
  expect(searchNotes({}, ignoredFilters(params))).toEqual(["Not understood, and so left out: lowest price, order."]);
  expect(ignoredFilters({ minPrice: "", sort: "" })).toEqual([]);
});

test("a price in the text becomes a filter that can be taken off", () => {
  const search = parseSearch({ q: "lamp under 20", sort: "newest" });
  const understood = understoodSearch(search, { readAs: { q: "lamp", maxPrice: "20.00" } });
  expect(searchPath(understood)).toBe("/search?q=lamp&maxPrice=20.00&sort=newest");
  expect(understoodSearch(search, {})).toEqual(search);
  expect(searchPath(understoodSearch(parseSearch({ q: "over 100" }), { readAs: { minPrice: "100.00" } }))).toBe(
    "/search?minPrice=100.00",
  );
});
