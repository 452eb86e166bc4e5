import { addItemBody } from "#lib/cart/schema.ts";
import { addToCart, readLine } from "#lib/cart/store.ts";
import { replyWithCart } from "#lib/web/replies/cart.ts";
import { changeOwned } from "#lib/web/request/change-owned.ts";
import { route } from "#lib/web/routes/route.ts";

/** Adds to the cart; the whole cart comes back. Two round trips in a session that lives. */
export const POST = route(
  { visitor: "guest", body: addItemBody, ahead: (owner, { body }) => readLine(owner, body.sku) },
  async ({ context, visitor, body, ahead }) =>
    replyWithCart(await changeOwned(context, visitor, (owner) => addToCart(owner, body.sku, body.quantity, ahead))),
);
