import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Ends the hold of an order: "used" or "given-up". */
export const closeDiscountScript = script("discount/scripts/close-discount", {
  keys: ["discount", "holds", "usedBy", "closed"],
  args: ["order", "outcome", "now"],
  reply: z.unknown(),
});
