import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** "other" when it was handed to another owner before, else "ok", the lock of a checkout or "", then SKU, value, ... */
const reply = z.array(z.coerce.string()).min(1);

/** Closes a guest's cart, the first step of a merge: nothing can be added to it any more. */
export const closeGuestCart = script("cart/scripts/close-guest-data", {
  keys: ["cart", "movedTo", "checkout"],
  args: ["owner", "expirySeconds"],
  reply,
});

/** The same for a guest's wishlist. */
export const closeGuestWishlist = script("cart/scripts/close-guest-data", {
  keys: ["wishlist", "movedTo"],
  args: ["owner", "expirySeconds"],
  reply,
});
