import { didIt, script } from "#lib/redis/script.ts";

/** Returns what a cancelled order had bought to the stock, once. */
export const returnSaleScript = script("sku/scripts/return-sale", {
  keys: ["sku", "returned"],
  args: ["order", "quantity"],
  reply: didIt,
});
