import { lenientSearchQuery, type SearchQuery, sortOf } from "#lib/search/schema.ts";

/** What the search page was asked for. */
export type Search = Omit<SearchQuery, "limit">;

/** A search from the parameters of an address; whatever makes no sense is taken as not asked. */
export function parseSearch(params: Record<string, string | string[] | undefined>): Search {
  const { limit: _, ...search } = lenientSearchQuery.parse(params);
  return search;
}

/** The address of a search: all of its state. Leaves out what was not asked, and the order that is meant anyway. */
export function searchPath({ brand = [], inStock, sort, ...rest }: Partial<Search>): string {
  const entries = Object.entries(rest).filter((entry): entry is [string, string] => !!entry[1]);
  const params = new URLSearchParams(entries);
  for (const name of brand) params.append("brand", name);
  if (inStock) params.set("inStock", "1");
  if (sort && sort !== sortOf({ q: rest.q, sort: undefined })) params.set("sort", sort);
  return params.size > 0 ? `/search?${params}` : "/search";
}
