import { getSkus, listSkus } from "../sku/store.ts";
import { type SearchPage, type SearchQuery, sortOf } from "./schema.ts";
import { askIndex } from "./thread-client.ts";

/**
 * A page of the catalogue. Whoever asks for words, filters or the most viewed is answered by the index of this process,
 * with the total and what each filter offers: the index says which SKUs, Redis what they are now. Plain lists come from
 * Redis alone. One or two round trips. @throws RedisUnavailableError also when the index does not answer
 */
export async function searchSkus(query: SearchQuery): Promise<SearchPage> {
  const { q, category, brand, minPrice, maxPrice, inStock, cursor, limit } = query;
  const sort = sortOf(query);
  const isList = !q && brand.length === 0 && !minPrice && !maxPrice && !inStock;
  if (isList && sort !== "viewed" && sort !== "relevance") return listSkus({ category, sort, cursor, limit });
  return searchIndex(query);
}

/** The same from the index in any case. One round trip. */
export async function searchIndex(query: SearchQuery): Promise<SearchPage> {
  const { ids, ...rest } = await askIndex(query);
  return { items: await getSkus(ids), ...rest };
}
