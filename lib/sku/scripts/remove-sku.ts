import { didIt, script } from "#lib/redis/script.ts";

/** Removes a SKU and its holds. */
export const removeSkuScript = script("sku/scripts/remove-sku", {
  keys: ["sku", "formerCategories", "boughtBy", "holds"],
  args: [],
  reply: didIt,
});
