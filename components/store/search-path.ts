import { lenientSearchQuery, type SearchQuery, type SearchSort, sortOf } from "#lib/search/schema.ts";

/** What the search page was asked for. */
export type Search = Omit<SearchQuery, "limit">;

/** A search from the parameters of an address; whatever makes no sense is taken as not asked. */
export function parseSearch(params: Record<string, string | string[] | undefined>): Search {
  const { limit: _, ...search } = lenientSearchQuery.parse(params);
  return search;
}

/** The address of a search. A new order or filter starts again at the beginning: leave the cursor out. */
export function searchPath(search: Partial<Search>): string {
  const { brand = [], inStock, sort, ...texts } = search;
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(texts)) if (value) params.set(name, value);
  for (const name of brand) params.append("brand", name);
  if (inStock) params.set("inStock", "1");
  // The order that is meant anyway needs no name.
  const usual: SearchSort = sortOf({ q: search.q, sort: undefined });
  if (sort && sort !== usual) params.set("sort", sort);
  return `/search?${params}`;
}
