import { z } from "zod";
import { describeCategory } from "#lib/sku/categories.ts";
import { MAX_QUERY, searchQuery } from "./schema.ts";
import { searchSkus } from "./search.ts";
import { highlight, type Piece } from "./text/highlight.ts";
import { queryTerms } from "./text/query-terms.ts";
import { tokenize } from "./text/words.ts";

const MAX_SKUS = 6;
const MAX_CATEGORIES = 3;

/** Query of GET /api/suggestions. */
export const suggestQuery = z.object({ q: z.string().trim().max(MAX_QUERY).default("") });

/** What the search field suggests while a shopper types. */
export interface Suggestions {
  q: string;
  /** number of SKUs found */
  total: number;
  items: { id: string; name: string; brand: string; price: string; image: string; hue: number; pieces: Piece[] }[];
  /** categories of the SKUs found; `named` when the title of the category itself matches */
  categories: { slug: string; title: string; count: number; named: boolean }[];
}

/** Suggests SKUs and categories for what has been typed so far. One round trip. @throws RedisUnavailableError */
export async function suggest(q: string): Promise<Suggestions> {
  const terms = queryTerms(q);
  if (terms.length === 0) return { q, total: 0, items: [], categories: [] };
  const { items, total = 0, facets, near } = await searchSkus(searchQuery.parse({ q, limit: MAX_SKUS }));
  const isNamed = (title: string) => {
    const words = tokenize(title);
    return terms.every((term) => words.some((word) => word.startsWith(term)));
  };
  const categories = (facets?.categories ?? []).map(({ value, count }) => {
    const { title } = describeCategory(value);
    return { slug: value, title, count, named: isNamed(title) };
  });
  return {
    q,
    total,
    items: items.map(({ id, name, brand, price, image, category }) => {
      return { id, name, brand, price, image, hue: describeCategory(category).hue, pieces: highlight(name, q, near) };
    }),
    categories: categories.sort((a, b) => Number(b.named) - Number(a.named)).slice(0, MAX_CATEGORIES),
  };
}
