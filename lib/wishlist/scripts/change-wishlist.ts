import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Saves a SKU, or takes it out where `savedAt` is "". */
export const changeWishlist = script("wishlist/scripts/change-wishlist", {
  keys: ["wishlist", "movedTo", "leftOut"],
  args: ["sku", "savedAt", "maxEntries", "expirySeconds"],
  reply: z.enum(["ok", "full", "moved"]),
});
