import { didIt, script } from "#lib/redis/script.ts";

/** Enters a picture into the list of uploaded pictures; the reply is false when the list is full. */
export const reservePlace = script("sku/picture/scripts/reserve-place", {
  keys: ["pictures"],
  args: ["id", "now", "most"],
  reply: didIt,
});
