import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/**
 * Closes the hold of an order; `began` in seconds. The reply is the stock, 1 if there was a hold, else 0, the
 * units of a lost hold that were taken now, and those that were not there any more.
 */
export const closeHoldScript = script("sku/scripts/close-hold", {
  keys: ["sku", "holds", "closed", "boughtBy"],
  args: ["order", "shopper", "outcome", "quantity", "began"],
  reply: z.tuple([z.number(), z.number(), z.number(), z.number()]),
});
