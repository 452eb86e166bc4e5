import { countShop } from "#lib/process/counters/counters.ts";
import { getSkus, listSkus, type SkuPage } from "#lib/sku/store.ts";
import { hasFilters, type SearchPage, type SearchQuery, searchQuery, sortOf } from "./schema.ts";
import type { SynonymLists } from "./synonyms/default-synonyms.ts";
import { queryCounts, queryIndex, refreshEntries } from "./thread-client.ts";

/** A page of a plain list, from the sorted sets of Redis; null when the query needs the index. Two round trips. */
async function listPlain(query: SearchQuery): Promise<SkuPage | null> {
  const { category, cursor, limit } = query;
  const sort = sortOf(query);
  if (hasFilters(query) || sort === "viewed" || sort === "relevance") return null;
  return listSkus({ category, sort, cursor, limit });
}

/**
 * A page from the index: the ids come from the index, the SKUs from Redis. One round trip. When a SKU is gone without a
 * message, deleted by hand for instance, the index is told, so that the next total is right.
 */
async function searchIndex(query: SearchQuery, synonyms?: SynonymLists): Promise<SearchPage> {
  const { ids, ...rest } = await queryIndex(query, synonyms);
  const items = await getSkus(ids);
  // The answer is good without it: the next scan of the catalogue finds out as well.
  if (items.length < ids.length) refreshEntries(ids).catch(() => {});
  return { items, ...rest };
}

/**
 * A page of the catalogue. A query with a search text, filters or the order "viewed" is answered by the index of this
 * process, with the total and facets. @throws RedisUnavailableError also when the index does not answer
 */
export async function searchSkus(query: SearchQuery): Promise<SearchPage> {
  return (await listPlain(query)) ?? searchIndex(query);
}

/** Counts a search for a text, as it was first asked for. @returns its page */
function counted({ q, cursor }: SearchQuery, page: SearchPage): SearchPage {
  if (!q || cursor) return page;
  countShop("searches");
  if (page.items.length === 0) countShop("emptySearches");
  return page;
}

/** The same for a client of the API, whose searches are counted. */
export async function searchSkusAsShopper(query: SearchQuery): Promise<SearchPage> {
  return counted(query, await searchSkus(query));
}

/** The same for a shopper, always with the total and facets; it is counted. */
export async function searchWithFacets(query: SearchQuery): Promise<SearchPage> {
  const list = await listPlain(query);
  if (!list) return counted(query, await searchIndex(query));
  return { ...list, ...(await queryCounts(query)) };
}

/**
 * What a text finds with the synonyms and without any, to try them out: the first eight SKUs of each. One round trip
 * each.
 * @throws RedisUnavailableError
 */
export async function trySynonyms(
  q: string,
  synonyms: SynonymLists,
): Promise<{ with: SearchPage; without: SearchPage }> {
  const query = searchQuery.parse({ q, limit: 8 });
  const [found, plain] = await Promise.all([searchIndex(query, synonyms), searchIndex(query, {})]);
  return { with: found, without: plain };
}
