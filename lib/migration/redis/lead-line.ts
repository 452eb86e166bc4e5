import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Changes the quantity of a line of a cart, if Redis leads; its file says what it returns. */
export const leadLine = script("migration/redis/lead-line", {
  keys: ["cart", "versions", "fence"],
  args: ["mode", "sku", "quantity", "how", "maxQuantity", "expirySeconds", "tombstoneMs"],
  reply: z.array(z.coerce.string()),
});
