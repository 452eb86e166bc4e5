import { z } from "zod";
import { decodeCursor } from "#lib/cursor.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { blankAsAbsent, moneyText } from "#lib/validation.ts";

export const searchSorts = ["relevance", "newest", "price-asc", "price-desc", "viewed"] as const;
export type SearchSort = (typeof searchSorts)[number];

/** Whether a text is a cursor that this store could have made; one of another order begins at the start. */
const isCursor = (text: string) => decodeCursor(z.array(z.unknown()), text) !== null;

const fields = {
  q: blankAsAbsent(z.string().trim().max(100).optional()),
  category: blankAsAbsent(z.string().max(64).optional()),
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
  limit: z.coerce.number().int().min(1).max(100).default(24),
};

/** Query of GET /api/skus: what is wrong is an error. */
export const searchQuery = z.object(fields);

/** Parameters of the page /search: what makes no sense is taken as not asked. */
export const lenientSearchQuery = z.object({
  q: fields.q.catch(undefined),
  category: fields.category.catch(undefined),
  brand: fields.brand.catch([]),
  minPrice: fields.minPrice.catch(undefined),
  maxPrice: fields.maxPrice.catch(undefined),
  inStock: fields.inStock.catch(false),
  sort: fields.sort.catch(undefined),
  cursor: fields.cursor.catch(undefined),
  limit: fields.limit.catch(24),
});
export type SearchQuery = z.output<typeof searchQuery>;

/** The order of a search that names none: by relevance when there are words, else the newest first. */
export function sortOf({ sort, q }: Pick<SearchQuery, "sort" | "q">): SearchSort {
  if (sort && !(sort === "relevance" && !q)) return sort;
  return q ? "relevance" : "newest";
}

const count = z.object({ value: z.string(), count: z.number() });
/** For each filter, what there would be to choose from if that filter were off. */
const facets = z.object({
  categories: z.array(count),
  brands: z.array(count),
  prices: z.object({ min: z.string(), max: z.string() }).nullable(),
  inStock: z.number(),
});
export type Facets = z.infer<typeof facets>;

export const counts = z.object({ total: z.number(), facets });
export type Counts = z.infer<typeof counts>;

/** What the index finds. */
export const findings = counts.extend({
  ids: z.array(z.string()),
  nextCursor: z.string().nullable(),
  /** all: every word was found as it stands; near: some as a similar word; some: not every word was found */
  match: z.enum(["all", "near", "some"]),
  /** words of the catalogue that were taken for misspelt ones */
  near: z.array(z.string()),
});
export type Findings = z.infer<typeof findings>;

/** A page of a search. Without `total`, `facets` and `match` when the index is not there (yet). */
export interface SearchPage {
  items: Sku[];
  nextCursor: string | null;
  total?: number;
  facets?: Facets;
  match?: Findings["match"];
  near?: string[];
}

/** What the index of a process is: SKUs in it, ms until it was complete (null: not yet), bytes of its heap. */
export const indexState = z.object({ size: z.number(), builtMs: z.number().nullable(), heapUsed: z.number() });
export type IndexState = z.infer<typeof indexState>;

/** To the thread that holds the index: a search, or the numbers of a list alone, or the question how it is. */
export const threadRequest = z.object({
  id: z.number(),
  ask: z.enum(["findings", "counts", "state"]),
  query: z.custom<SearchQuery>().optional(),
});
export type ThreadQuestion = z.infer<typeof threadRequest>["ask"];
export const threadReply = z.object({
  id: z.number(),
  findings: z.unknown().optional(),
  counts: z.unknown().optional(),
  state: z.unknown().optional(),
  error: z.string().optional(),
});
export type ThreadReply = z.infer<typeof threadReply>;
