import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Saves a SKU, or removes it when `savedAt` is "". */
export const changeWishlist = script("wishlist/scripts/change-wishlist", {
  keys: ["wishlist", "movedTo", "leftOut"],
  args: ["sku", "savedAt", "maxEntries", "expirySeconds"],
  types: { wishlist: "zset", leftOut: "zset" },
  reply: z.enum(["ok", "full", "moved"]),
});
