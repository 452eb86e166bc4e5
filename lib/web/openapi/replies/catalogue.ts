import { z } from "zod";
import type { SearchPage } from "#lib/search/schema.ts";
import type { Suggestions } from "#lib/search/suggest.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { image, money } from "./common.ts";

/** Replies about the catalogue, strict: a missing or additional field is an error. */

export const sku = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    price: money,
    stock: z.int(),
    category: z.string(),
    brand: z.string(),
    description: z.string(),
    image,
    purchaseLimit: z.int().min(1).max(99).nullable(),
  })
  .meta({ id: "Sku" }) satisfies z.ZodType<Sku>;

const counts = z.array(z.strictObject({ value: z.string(), count: z.int().min(0) }));

export const skuPage = z
  .strictObject({
    items: z.array(sku),
    nextCursor: z.string().nullable(),
    // For the search page; absent until the index is ready.
    total: z.int().min(0).optional(),
    facets: z
      .strictObject({
        categories: counts,
        brands: counts,
        prices: z.strictObject({ min: money, max: money }).nullable(),
        inStock: z.int().min(0),
      })
      .optional(),
    match: z.enum(["all", "near", "some"]).optional(),
    near: z.array(z.string()).optional(),
    missing: z.array(z.string()).optional().meta({ description: "Words of `q` that no SKU has, not even similarly" }),
    readAs: z
      .strictObject({ q: z.string().optional(), minPrice: z.string().optional(), maxPrice: z.string().optional() })
      .optional()
      .meta({ description: "The text and the prices as they were understood, when that differs from the query" }),
  })
  .meta({ id: "SkuPage" }) satisfies z.ZodType<SearchPage>;

export const suggestions = z
  .strictObject({
    q: z.string(),
    total: z.int().min(0),
    items: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        brand: z.string(),
        price: money,
        image,
        hue: z.number(),
        pieces: z.array(z.strictObject({ text: z.string(), hit: z.boolean() })),
      }),
    ),
    categories: z.array(
      z.strictObject({ slug: z.string(), title: z.string(), count: z.int().min(0), named: z.boolean() }),
    ),
  })
  .meta({ id: "Suggestions" }) satisfies z.ZodType<Suggestions>;
