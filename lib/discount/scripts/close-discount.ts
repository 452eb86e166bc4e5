import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Closes the hold of an order; `outcome` is "used" or "released", `began` in seconds. */
export const closeDiscountScript = script("discount/scripts/close-discount", {
  keys: ["discount", "holds", "uses", "closed"],
  args: ["order", "outcome", "shopper", "began"],
  reply: z.unknown(),
});
