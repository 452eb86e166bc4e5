import { clearCart, getCart, readCartHashes } from "#lib/cart/store.ts";
import { makeCart } from "#lib/cart/totals.ts";
import { replyWithCart } from "#lib/web/replies/cart.ts";
import { changeOwned } from "#lib/web/request/change-owned.ts";
import { route } from "#lib/web/routes/route.ts";

/** The visitor's cart; an empty one, and no session, for who has none. */
export const GET = route({ visitor: "optional", ahead: readCartHashes }, async ({ visitor, ahead }) =>
  visitor ? getCart(visitor.owner, ahead) : makeCart([]),
);

/** Empties the cart. */
export const DELETE = route({ visitor: "optional" }, async ({ context, visitor }) =>
  visitor ? replyWithCart(await changeOwned(context, visitor, clearCart)) : makeCart([]),
);
