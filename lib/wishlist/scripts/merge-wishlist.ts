import { didIt, script } from "#lib/redis/script.ts";

/** Adds a guest's entries (`rest`: SKU, time, ...) to a wishlist, once for each guest. */
export const mergeWishlistScript = script("wishlist/scripts/merge-wishlist", {
  keys: ["wishlist", "merged", "leftOut"],
  args: ["guest", "maxEntries", "memorySeconds", "leftOutSeconds", "expirySeconds"],
  rest: true,
  reply: didIt,
});
