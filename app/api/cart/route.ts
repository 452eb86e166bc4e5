import { changeCartOf, replyWithCart } from "#lib/cart/reply.ts";
import { clearCart, getCart } from "#lib/cart/store.ts";
import { makeCart } from "#lib/cart/totals.ts";
import { route } from "#lib/http/route.ts";

/** The visitor's cart; an empty one, and no session, for who has none. */
export const GET = route({ visitor: "optional" }, async ({ visitor }) =>
  visitor ? getCart(visitor.owner) : makeCart([]),
);

/** Empties the cart. */
export const DELETE = route({ visitor: "optional" }, async ({ visitor }) =>
  visitor ? replyWithCart(await changeCartOf(visitor, clearCart)) : makeCart([]),
);
