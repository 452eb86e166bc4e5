import { replyWithCart } from "#lib/cart/reply.ts";
import { clearCart, getCart } from "#lib/cart/store.ts";
import { makeCart } from "#lib/cart/totals.ts";
import { route } from "#lib/http/route.ts";
import { changeOwned } from "#lib/session/change-owned.ts";

/** The visitor's cart; an empty one, and no session, for who has none. */
export const GET = route({ visitor: "optional" }, async ({ visitor }) =>
  visitor ? getCart(visitor.owner) : makeCart([]),
);

/** Empties the cart. */
export const DELETE = route({ visitor: "optional" }, async ({ visitor }) =>
  visitor ? replyWithCart(await changeOwned(visitor, clearCart)) : makeCart([]),
);
