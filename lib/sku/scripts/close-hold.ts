import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Closes the hold of an order; `now` in seconds. The reply is the stock. */
export const closeHoldScript = script("sku/scripts/close-hold", {
  keys: ["sku", "holds", "closed", "boughtBy"],
  args: ["order", "shopper", "outcome", "now"],
  reply: z.number(),
});
