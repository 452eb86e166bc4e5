import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/**
 * What becomes of a quantity: it is added to the line, replaces that of the line, or is the least that the line has.
 */
export type ChangeMode = "add" | "set" | "at-least";

/**
 * Changes a line by a {@link ChangeMode}. "moved" | "full" | "ok" or "limited", n, n entries of what was left out, the
 * whole cart.
 */
export const changeLine = script("cart/scripts/change-line", {
  keys: ["cart", "movedTo", "leftOut"],
  args: ["sku", "quantity", "mode", "maxQuantity", "maxLines", "expirySeconds"],
  types: { cart: "hash", leftOut: "hash" },
  reply: z.array(z.coerce.string()).min(1),
});
