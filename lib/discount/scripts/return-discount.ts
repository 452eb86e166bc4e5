import { didIt, script } from "#lib/redis/script.ts";

/** Returns the use of a cancelled order, once. */
export const returnDiscountScript = script("discount/scripts/return-discount", {
  keys: ["discount", "uses", "returned"],
  args: ["order", "shopper"],
  reply: didIt,
});
