import { didIt, script } from "#lib/redis/script.ts";

/** Ends a checkout; what was bought (`rest`: SKU, quantity, ...) leaves the cart. */
export const unlockCartScript = script("order/scripts/unlock-cart", {
  keys: ["cart", "checkout"],
  args: ["lock"],
  rest: true,
  reply: didIt,
});
