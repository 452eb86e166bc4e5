import { z } from "zod";
import { skuId } from "#lib/sku/schema.ts";

/** Body of POST /api/visits: the path of the page, and the SKU that it shows, if any. */
export const visitBody = z.object({
  page: z
    .string()
    .min(1)
    .max(2048)
    .regex(/^\/[^\p{Cc}]*$/u, "must be a path of this site"),
  sku: skuId.optional(),
});

/** The personal part of a page view. */
export interface Visit {
  user: { id: string; username: string } | null;
  cart: { totalItems: number };
  recent: string[];
}
