import { didIt, script } from "#lib/redis/script.ts";

/** Removes a picture unless a SKU uses it, and says whether it did; `rest` are the uses that have ended. */
export const removePicture = script("sku/picture/scripts/remove-picture", {
  keys: ["picture", "skus"],
  args: [],
  rest: true,
  reply: didIt,
});
