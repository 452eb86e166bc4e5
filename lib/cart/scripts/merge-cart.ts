import { didIt, script } from "#lib/redis/script.ts";

/** Adds the lines of a guest's cart (`rest`: SKU, quantity, ...) to a cart, once for each guest. */
export const mergeCartScript = script("cart/scripts/merge-cart", {
  keys: ["cart", "merged", "leftOut"],
  args: ["guest", "maxQuantity", "maxLines", "mergedSeconds", "leftOutSeconds", "expirySeconds"],
  rest: true,
  types: { cart: "hash", merged: "set", leftOut: "hash" },
  reply: didIt,
});
