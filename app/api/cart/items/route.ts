import { replyWithCart } from "#lib/cart/reply.ts";
import { addItemBody } from "#lib/cart/schema.ts";
import { addToCart } from "#lib/cart/store.ts";
import { route } from "#lib/http/route.ts";
import { changeOwned } from "#lib/session/change-owned.ts";

/** Adds to the cart; the whole cart comes back. */
export const POST = route({ visitor: "guest", body: addItemBody }, async ({ visitor, body }) =>
  replyWithCart(await changeOwned(visitor, (owner) => addToCart(owner, body.sku, body.quantity))),
);
