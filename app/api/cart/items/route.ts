import { changeCartOf, replyWithCart } from "#lib/cart/reply.ts";
import { addItemBody } from "#lib/cart/schema.ts";
import { addToCart } from "#lib/cart/store.ts";
import { route } from "#lib/http/route.ts";

/** Adds to the cart; the whole cart comes back. */
export const POST = route({ visitor: "guest", body: addItemBody }, async ({ visitor, body }) =>
  replyWithCart(await changeCartOf(visitor, (owner) => addToCart(owner, body.sku, body.quantity))),
);
