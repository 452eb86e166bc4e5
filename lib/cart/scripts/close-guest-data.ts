import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** "other" when it was closed for another owner before, else "ok", the lock of a checkout or "", then SKU, value, ... */
const reply = z.array(z.coerce.string()).min(1);

/** Closes a guest's cart, the first step of a merge: from now on it can't be changed. */
export const closeGuestCart = script("cart/scripts/close-guest-data", {
  keys: ["data", "movedTo", "checkout"],
  args: ["owner", "expirySeconds"],
  reply,
});

/** Closes a guest's wishlist in the same way. */
export const closeGuestWishlist = script("cart/scripts/close-guest-data", {
  keys: ["data", "movedTo"],
  args: ["owner", "expirySeconds"],
  reply,
});
