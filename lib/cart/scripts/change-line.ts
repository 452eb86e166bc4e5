import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Adds to a line, sets it or keeps it ("add", "set", "keep"). "moved" | "full" | "ok", n, n entries of what was left out, the whole cart. */
export const changeLine = script("cart/scripts/change-line", {
  keys: ["cart", "movedTo", "leftOut"],
  args: ["sku", "quantity", "how", "maxQuantity", "maxLines", "expirySeconds"],
  reply: z.array(z.coerce.string()).min(1),
});
