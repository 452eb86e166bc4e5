import { lenientSearchQuery, type SearchPage, type SearchQuery, sortOf } from "#lib/search/schema.ts";

/** The state of the search page. */
export type Search = Omit<SearchQuery, "limit">;

/** Reads a search from the query parameters of a URL. Invalid values are ignored. */
export function parseSearch(params: Record<string, string | string[] | undefined>): Search {
  const { limit: _, ...search } = lenientSearchQuery.parse(params);
  return search;
}

/** The path of a search, with all of its state. Leaves out empty values and the default sort order. */
export function searchPath(search: Partial<Search>): string {
  const params = toSearchParams(search);
  return params.size > 0 ? `/search?${params}` : "/search";
}

/**
 * The search as it was understood: prices in its text have become a filter, and its lowest price is below its highest.
 */
export const understoodSearch = (search: Search, { readAs }: Pick<SearchPage, "readAs">): Search => ({
  ...search,
  ...(readAs && { q: undefined, minPrice: undefined, maxPrice: undefined, ...readAs }),
});

/** The state of a search as query parameters, which {@link parseSearch} reads. */
export function toSearchParams({ brand = [], inStock, sort, ...rest }: Partial<Search>): URLSearchParams {
  const entries = Object.entries(rest).filter((entry): entry is [string, string] => !!entry[1]);
  const params = new URLSearchParams(entries);
  for (const name of brand) params.append("brand", name);
  if (inStock) params.set("inStock", "1");
  if (sort && sort !== sortOf({ q: rest.q, sort: undefined })) params.set("sort", sort);
  return params;
}
