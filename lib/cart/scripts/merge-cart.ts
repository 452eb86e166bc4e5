import { didIt, script } from "#lib/redis/script.ts";

/** Adds a guest's lines (`rest`: SKU, quantity, ...) to a cart, once for each guest. */
export const mergeCartScript = script("cart/scripts/merge-cart", {
  keys: ["cart", "merged", "leftOut"],
  args: ["guest", "maxQuantity", "maxLines", "memorySeconds", "leftOutSeconds", "expirySeconds"],
  rest: true,
  reply: didIt,
});
