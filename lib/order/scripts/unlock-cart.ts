import { didIt, script } from "#lib/redis/script.ts";

/** Releases the lock of a cart and removes what was bought (`rest`: SKU, quantity, ...), once. */
export const unlockCartScript = script("order/scripts/unlock-cart", {
  keys: ["cart", "checkout"],
  args: ["lock"],
  rest: true,
  reply: didIt,
});
