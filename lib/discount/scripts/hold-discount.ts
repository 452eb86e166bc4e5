import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Which rule forbids the use of a code. */
export const discountRule = z.enum(["unknown", "stopped", "early", "expired", "minimum", "used-by-you", "used-up"]);

/** Checks the rules of a code and holds a use for an order; an order of "" only checks. `subtotal` is in cents. */
export const holdDiscountScript = script("discount/scripts/hold-discount", {
  keys: ["discount", "holds", "uses", "closed"],
  args: ["order", "shopper", "subtotal"],
  reply: z.union([
    z.tuple([z.literal("ok"), z.enum(["percent", "fixed"]), z.string()]),
    z.tuple([z.literal("closed")]),
    z.tuple([z.literal("refused"), discountRule, z.string()]),
  ]),
});
