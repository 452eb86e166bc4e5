import { clearCart, getCart } from "#lib/cart/store.ts";
import { makeCart } from "#lib/cart/totals.ts";
import { changeOwned } from "#lib/web/change-owned.ts";
import { replyWithCart } from "#lib/web/replies/cart.ts";
import { route } from "#lib/web/route.ts";

/** The visitor's cart; an empty one, and no session, for who has none. */
export const GET = route({ visitor: "optional" }, async ({ visitor }) =>
  visitor ? getCart(visitor.owner) : makeCart([]),
);

/** Empties the cart. */
export const DELETE = route({ visitor: "optional" }, async ({ visitor }) =>
  visitor ? replyWithCart(await changeOwned(visitor, clearCart)) : makeCart([]),
);
