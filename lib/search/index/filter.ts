import { formatMoney, parseMoney } from "#lib/money.ts";
import type { Facets, SearchQuery } from "#lib/search/schema.ts";
import type { Entry } from "./search-index.ts";

const [CATEGORY, BRAND, PRICE, STOCK] = [1, 2, 4, 8];
/** Most brands in the facets, besides the chosen ones. */
const MAX_BRANDS = 20;

type Filters = Pick<SearchQuery, "category" | "brand" | "minPrice" | "maxPrice" | "inStock">;

/** Makes a function that returns, as bits, which filters an entry fails. */
function makeFilter({ category, brand, minPrice, maxPrice, inStock }: Filters): (entry: Entry) => number {
  const brands = new Set(brand);
  const lowest = minPrice === undefined ? 0 : (parseMoney(minPrice) ?? 0);
  const highest = maxPrice === undefined ? Number.POSITIVE_INFINITY : (parseMoney(maxPrice) ?? 0);
  return (entry) =>
    (category !== undefined && entry.category !== category ? CATEGORY : 0) |
    (brands.size > 0 && !brands.has(entry.brand) ? BRAND : 0) |
    (entry.price < lowest || entry.price > highest ? PRICE : 0) |
    (inStock && entry.stock <= 0 ? STOCK : 0);
}

function increment(counts: Map<string, number>, value: string): void {
  if (value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
}

/** The most frequent values first, ties by name. Chosen values are always included. */
function rankCounts(counts: Map<string, number>, chosen: readonly string[] = [], atMost = 100): Facets["brands"] {
  const ranked = [...counts].map(([value, count]) => ({ value, count }));
  ranked.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return [
    ...ranked.slice(0, atMost),
    ...ranked.slice(atMost).filter(({ value }) => chosen.includes(value)),
    ...chosen.filter((value) => !counts.has(value)).map((value) => ({ value, count: 0 })),
  ];
}

/**
 * Filters entries and counts the facets. The counts of a filter respect all other filters but not itself, so they show
 * what choosing a value would give.
 */
export function filterEntries(entries: readonly (Entry | undefined)[], found: readonly number[], filters: Filters) {
  const failedFilters = makeFilter(filters);
  const kept: number[] = [];
  const categories = new Map<string, number>();
  const brands = new Map<string, number>();
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let inStock = 0;
  for (const number of found) {
    const entry = entries[number];
    if (!entry) continue;
    const failed = failedFilters(entry);
    if (failed === 0) kept.push(number);
    if ((failed & ~CATEGORY) === 0) increment(categories, entry.category);
    if ((failed & ~BRAND) === 0) increment(brands, entry.brand);
    if ((failed & ~STOCK) === 0 && entry.stock > 0) inStock += 1;
    if ((failed & ~PRICE) === 0) {
      lowest = Math.min(lowest, entry.price);
      highest = Math.max(highest, entry.price);
    }
  }
  const facets: Facets = {
    categories: rankCounts(categories, filters.category ? [filters.category] : []),
    brands: rankCounts(brands, filters.brand, MAX_BRANDS),
    prices: lowest <= highest ? { min: formatMoney(lowest), max: formatMoney(highest) } : null,
    inStock,
  };
  return { kept, facets };
}
