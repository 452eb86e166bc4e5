import { filterEntries } from "./filter.ts";
import { matchQuery } from "./match.ts";
import { pageEntries } from "./page.ts";
import { type Counts, type SearchQuery, type SearchResult, sortOf } from "./schema.ts";
import type { SearchIndex } from "./search-index.ts";

const NO_VIEWS: ReadonlyMap<string, number> = new Map();

/** The total and facets of a list without a search text. Reads every entry: 100,000 SKUs take about 20 ms. */
export function countInIndex({ entries }: SearchIndex, filters: SearchQuery): Counts {
  const { kept, facets } = filterEntries(entries, [...entries.keys()], filters);
  return { total: kept.length, facets };
}

/**
 * Answers a search from the index: a page, the total and the facets. Without a search text it reads every entry.
 * @param views views by SKU, for the order "viewed"; a SKU that is not in it has none
 */
export function findInIndex(index: SearchIndex, query: SearchQuery, views = NO_VIEWS): SearchResult {
  const { entries } = index;
  const matches = query.q ? matchQuery(index, query.q) : null;
  const found = query.q ? (matches?.numbers ?? []) : [...entries.keys()];
  const { kept, facets } = filterEntries(entries, found, query);
  const { limit, cursor } = query;
  const page = pageEntries(entries, kept, { sort: sortOf(query), cursor, limit, scores: matches?.scores, views });
  return {
    ...page,
    total: kept.length,
    facets,
    match: matches?.match ?? "all",
    near: matches?.near.slice(0, 50) ?? [],
  };
}
