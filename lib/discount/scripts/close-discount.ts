import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Closes the hold of an order; `outcome` is "used" or "released". */
export const closeDiscountScript = script("discount/scripts/close-discount", {
  keys: ["discount", "holds", "uses", "closed"],
  args: ["order", "outcome"],
  reply: z.unknown(),
});
