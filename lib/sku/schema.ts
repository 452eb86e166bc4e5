import { z } from "zod";
import { parseMoney } from "../money.ts";

/** A SKU id as it stands in keys and URLs. */
export const skuId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "is not a SKU id");

/** The reply to HGETALL sku:<id>. */
export const skuHash = z.object({
  name: z.string(),
  price: z.string().refine((price) => parseMoney(price) !== null),
  description: z.string().default(""),
  category: z.string().default(""),
  brand: z.string().default(""),
  image: z.string().default("/pictures/package.svg"),
  stock: z.coerce.number().int().default(0),
  created_at: z.string().default("0"),
});

/** A SKU as the API shows it: price is a decimal string, stock a count. */
export interface Sku {
  id: string;
  name: string;
  price: string;
  stock: number;
  category: string;
  brand: string;
  description: string;
  image: string;
}

export const skuSorts = ["newest", "price-asc", "price-desc"] as const;

/** Query of GET /api/skus. */
export const listSkusQuery = z.object({
  category: z.string().max(64).optional(),
  q: z.string().trim().max(100).optional(),
  sort: z.enum(skuSorts).default("newest"),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(24),
});
export type ListSkusQuery = z.infer<typeof listSkusQuery>;
