import { didIt, script } from "#lib/redis/script.ts";

/** Adds the entries of a guest's wishlist (`rest`: SKU, time, ...) to a wishlist, once for each guest. */
export const mergeWishlistScript = script("wishlist/scripts/merge-wishlist", {
  keys: ["wishlist", "merged", "leftOut"],
  args: ["guest", "maxEntries", "mergedSeconds", "leftOutSeconds", "expirySeconds"],
  rest: true,
  types: { wishlist: "zset", merged: "set", leftOut: "zset" },
  reply: didIt,
});
