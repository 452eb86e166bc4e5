import { didIt, script } from "#lib/redis/script.ts";

/** Removes a SKU and what is held of it. */
export const removeSkuScript = script("sku/scripts/remove-sku", {
  keys: ["sku", "left", "holds"],
  args: [],
  reply: didIt,
});
