import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Closes the hold of an order. The reply is the stock, and 1 if there was a hold, else 0. */
export const closeHoldScript = script("sku/scripts/close-hold", {
  keys: ["sku", "holds", "closed", "boughtBy"],
  args: ["order", "shopper", "outcome"],
  reply: z.tuple([z.number(), z.number()]),
});
