import { getSkus, listSkus, type SkuPage } from "#lib/sku/store.ts";
import { type SearchPage, type SearchQuery, sortOf } from "./schema.ts";
import { askCounts, askIndex } from "./thread-client.ts";

/** The page of a plain list, which Redis alone has in order; null when the index is needed. Two round trips. */
async function listPlain(query: SearchQuery): Promise<SkuPage | null> {
  const { q, category, brand, minPrice, maxPrice, inStock, cursor, limit } = query;
  const sort = sortOf(query);
  if (q || brand.length > 0 || minPrice || maxPrice || inStock || sort === "viewed" || sort === "relevance")
    return null;
  return listSkus({ category, sort, cursor, limit });
}

/** A page from the index: the index says which SKUs, Redis what they are now. One round trip. */
async function searchIndex(query: SearchQuery): Promise<SearchPage> {
  const { ids, ...rest } = await askIndex(query);
  return { items: await getSkus(ids), ...rest };
}

/**
 * A page of the catalogue. Whoever asks for words, filters or the most viewed is answered by the index of this process,
 * with the total and what each filter offers. @throws RedisUnavailableError also when the index does not answer
 */
export async function searchSkus(query: SearchQuery): Promise<SearchPage> {
  return (await listPlain(query)) ?? searchIndex(query);
}

/** The same, with the total and what each filter offers in any case. */
export async function searchWithFacets(query: SearchQuery): Promise<SearchPage> {
  const list = await listPlain(query);
  if (!list) return searchIndex(query);
  return { ...list, ...(await askCounts(query)) };
}
