import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/**
 * Holds stock for an order; an order of "" only checks. "short" comes with what the shopper can have, the number of
 * orders that hold some of the stock, and the purchase limit when it is what the shopper exceeds, else 0.
 */
export const holdStockScript = script("sku/scripts/hold-stock", {
  keys: ["sku", "holds", "closed", "boughtBy"],
  args: ["order", "shopper", "quantity"],
  reply: z.union([
    z.tuple([z.literal("held")]),
    z.tuple([z.literal("closed")]),
    z.tuple([z.literal("short"), z.number(), z.number(), z.number()]),
  ]),
});
