import { didIt, script } from "#lib/redis/script.ts";

/** Notes that a SKU is about to use a picture; the reply is false when there is no such picture. */
export const noteUse = script("sku/picture/scripts/note-use", {
  keys: ["picture", "skus"],
  args: ["sku"],
  reply: didIt,
});
