import { z } from "zod";
import { decodeCursor } from "#lib/cursor.ts";
import { formatMoney, parseTypedMoney } from "#lib/money.ts";
import type { SynonymLists } from "#lib/search/synonyms/default-synonyms.ts";
import { categorySlug, type Sku } from "#lib/sku/schema.ts";
import { blankAsAbsent, moneyText, wholeNumber } from "#lib/validation.ts";

export const searchSorts = ["relevance", "newest", "price-asc", "price-desc", "viewed"] as const;
export type SearchSort = (typeof searchSorts)[number];

/** Whether a text has the form of a cursor. One of another order is valid, and starts at the beginning. */
const isCursor = (text: string) => decodeCursor(z.array(z.unknown()), text) !== null;

/** The longest search text, in characters: as long as the longest name. */
export const MAX_QUERY = 200;

const fields = {
  q: blankAsAbsent(z.string().trim().max(MAX_QUERY).optional()),
  category: blankAsAbsent(categorySlug.optional()),
  brand: z
    .preprocess((value) => (typeof value === "string" ? [value] : value), z.array(z.string().max(100)).max(20))
    .transform((brands) => brands.filter((brand) => brand !== ""))
    .default([]),
  minPrice: blankAsAbsent(moneyText("19.99").optional()),
  maxPrice: blankAsAbsent(moneyText("19.99").optional()),
  inStock: blankAsAbsent(z.enum(["1", "true", "0", "false"]).optional()).transform(
    (value) => value === "1" || value === "true",
  ),
  sort: blankAsAbsent(z.enum(searchSorts).optional()),
  cursor: blankAsAbsent(z.string().max(400).refine(isCursor, "is not a cursor of this list").optional()),
  limit: wholeNumber(1, 100).default(24),
};

const filterNames = ["category", "brand", "minPrice", "maxPrice", "inStock", "sort"] as const;
export type FilterName = (typeof filterNames)[number];

/** Query of GET /api/skus. An invalid parameter is an error. */
export const searchQuery = z.object(fields);

/** An amount as people write it: "19,99" and "£20" as well. */
const typedMoney = z.preprocess((value) => {
  const minor = typeof value === "string" ? parseTypedMoney(value) : null;
  return minor === null ? value : formatMoney(minor);
}, fields.minPrice);

/**
 * Query of the page /search. A text that is too long is cut, and other invalid parameters are ignored ({@link
 * ignoredFilters}).
 */
export const lenientSearchQuery = z.object({
  q: z
    .preprocess((value) => (typeof value === "string" ? value.trim().slice(0, MAX_QUERY) : value), fields.q)
    .catch(undefined),
  category: fields.category.catch(undefined),
  brand: fields.brand.catch([]),
  minPrice: typedMoney.catch(undefined),
  maxPrice: typedMoney.catch(undefined),
  inStock: fields.inStock.catch(false),
  sort: fields.sort.catch(undefined),
  cursor: fields.cursor.catch(undefined),
  limit: fields.limit.catch(24),
});
export type SearchQuery = z.output<typeof searchQuery>;

/** The filters among query parameters that {@link lenientSearchQuery} ignores because they are invalid. */
export function ignoredFilters(params: Readonly<Record<string, unknown>>): FilterName[] {
  return filterNames.filter((name) => {
    const field = name === "minPrice" || name === "maxPrice" ? typedMoney : fields[name];
    return !field.safeParse(params[name]).success;
  });
}

/** The order of a search. The default is relevance with a search text, and newest first without one. */
export function sortOf({ sort, q }: Pick<SearchQuery, "sort" | "q">): SearchSort {
  if (sort && !(sort === "relevance" && !q)) return sort;
  return q ? "relevance" : "newest";
}

/** Whether a search has a text or a filter besides the category. */
export function hasFilters({ q, brand, minPrice, maxPrice, inStock }: Omit<SearchQuery, "limit">): boolean {
  return Boolean(q || brand.length > 0 || minPrice || maxPrice || inStock);
}

const count = z.object({ value: z.string(), count: z.number() });
/** For each filter, the values that could be chosen if that filter were not set. */
const facets = z.object({
  categories: z.array(count),
  brands: z.array(count),
  prices: z.object({ min: z.string(), max: z.string() }).nullable(),
  inStock: z.number(),
});
export type Facets = z.infer<typeof facets>;

export const counts = z.object({ total: z.number(), facets });
export type Counts = z.infer<typeof counts>;

/** A page of the index. */
export const searchResult = counts.extend({
  ids: z.array(z.string()),
  nextCursor: z.string().nullable(),
  /** all: every word was found; near: some only as a similar word; some: not every word was found */
  match: z.enum(["all", "near", "some"]),
  /** similar words of the catalogue that were searched for in place of a word that it does not have */
  near: z.array(z.string()),
  /** words of the query that no SKU has, not even similarly */
  missing: z.array(z.string()),
  /** the text and the price filter as they were understood; absent when they are as in the query */
  readAs: z
    .object({ q: z.string().optional(), minPrice: z.string().optional(), maxPrice: z.string().optional() })
    .optional(),
});
export type SearchResult = z.infer<typeof searchResult>;

/** A page of SKUs. A plain list has no `match`, `near` and `missing`, and `total` and `facets` only when asked for. */
export interface SearchPage {
  items: Sku[];
  nextCursor: string | null;
  total?: number;
  facets?: Facets;
  match?: SearchResult["match"];
  near?: string[];
  missing?: string[];
  readAs?: SearchResult["readAs"];
}

/**
 * The index of a process: the SKUs in it, the ms until it was complete (null: not yet), the heap of its thread in
 * bytes.
 */
export const indexState = z.object({ size: z.number(), builtMs: z.number().nullable(), heapUsed: z.number() });
export type IndexState = z.infer<typeof indexState>;

/**
 * A message to the search thread: it asks for a page, the counts of a list, or the state of the index, or names changed
 * SKUs.
 */
export const threadRequest = z.object({
  id: z.number(),
  kind: z.enum(["search", "counts", "state", "changed"]),
  query: z.custom<SearchQuery>().optional(),
  /** in place of those that the thread follows, to try them out */
  synonyms: z.custom<SynonymLists>().optional(),
  changed: z.array(z.string()).optional(),
});
export type ThreadRequest = z.infer<typeof threadRequest>;
export const threadReply = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  counts: z.unknown().optional(),
  state: z.unknown().optional(),
  error: z.string().optional(),
});
export type ThreadReply = z.infer<typeof threadReply>;
