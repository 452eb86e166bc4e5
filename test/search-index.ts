import { findInIndex } from "#lib/search/index/find.ts";
import { SearchIndex } from "#lib/search/index/search-index.ts";
import { searchQuery } from "#lib/search/schema.ts";
import type { Sku } from "#lib/sku/schema.ts";

/** A SKU that is named like its id unless the fields say otherwise. */
export function makeSku(id: string, fields: Partial<Sku> = {}): Sku {
  const rest = { brand: "", description: "", image: "", purchaseLimit: null };
  return { id, name: id, price: "1.00", stock: 5, category: "sundries", ...rest, ...fields };
}

/** An index of SKUs, of which the first is the newest. */
export function makeIndex(skus: readonly Sku[]): SearchIndex {
  const index = new SearchIndex();
  for (const [i, sku] of skus.entries()) index.put(sku, 1_767_225_600_000 - i * 1000);
  return index;
}

/** An index of SKUs with these names; their ids are `p0`, `p1`, … */
export const indexNames = (...names: string[]) => makeIndex(names.map((name, i) => makeSku(`p${i}`, { name })));

/** @param query parameters of GET /api/skus */
export const find = (index: SearchIndex, query: Record<string, unknown>) =>
  findInIndex(index, searchQuery.parse(query));
