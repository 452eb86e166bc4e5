import { didIt, script } from "#lib/redis/script.ts";

/** Empties a cart that is not closed. */
export const clearCartScript = script("cart/scripts/clear-cart", {
  keys: ["cart", "movedTo", "leftOut"],
  args: [],
  reply: didIt,
});
