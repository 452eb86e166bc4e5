import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Holds stock for an order. "short" comes with the stock and the number of orders that hold some of it. */
export const holdStockScript = script("sku/scripts/hold-stock", {
  keys: ["sku", "holds", "closed"],
  args: ["order", "quantity"],
  reply: z.union([
    z.tuple([z.literal("held")]),
    z.tuple([z.literal("closed")]),
    z.tuple([z.literal("short"), z.number(), z.number()]),
  ]),
});
