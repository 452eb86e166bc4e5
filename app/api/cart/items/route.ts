import { addItemBody } from "#lib/cart/schema.ts";
import { addToCart } from "#lib/cart/store.ts";
import { changeOwned } from "#lib/web/change-owned.ts";
import { replyWithCart } from "#lib/web/replies/cart.ts";
import { route } from "#lib/web/route.ts";

/** Adds to the cart; the whole cart comes back. */
export const POST = route({ visitor: "guest", body: addItemBody }, async ({ visitor, body }) =>
  replyWithCart(await changeOwned(visitor, (owner) => addToCart(owner, body.sku, body.quantity))),
);
