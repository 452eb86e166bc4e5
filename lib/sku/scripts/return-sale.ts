import { didIt, script } from "#lib/redis/script.ts";

/** Returns the quantity of a cancelled order to stock, once, and only to the SKU that sold it. */
export const returnSaleScript = script("sku/scripts/return-sale", {
  keys: ["sku", "returned", "boughtBy", "closed"],
  args: ["order", "shopper", "quantity", "placedAt"],
  reply: didIt,
});
