import { replyWithCart } from "#lib/web/replies/cart.ts";
import { changeOwned } from "#lib/web/request/change-owned.ts";
import { lineParams } from "#lib/web/routes/params.ts";
import { route } from "#lib/web/routes/route.ts";
import { moveToCart } from "#lib/wishlist/move.ts";

/** Moves what is saved into the cart; the whole list and the whole cart come back. May be repeated. */
export const POST = route({ visitor: "guest", params: lineParams }, async ({ context, visitor, params: { sku } }) => {
  const moved = await changeOwned(context, visitor, (owner) => moveToCart(owner, sku));
  return moved.ok ? { wishlist: moved.wishlist, cart: moved.cart } : replyWithCart(moved);
});
