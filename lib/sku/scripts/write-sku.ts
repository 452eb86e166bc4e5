import { didIt, script } from "#lib/redis/script.ts";

/** Creates ("create") or edits ("edit") a SKU. `category` is "" to keep it; `rest` holds fields and values. */
export const writeSku = script("sku/scripts/write-sku", {
  keys: ["sku", "formerCategories", "boughtBy"],
  args: ["mode", "category"],
  rest: true,
  reply: didIt,
});
