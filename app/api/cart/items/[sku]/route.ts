import { setItemBody } from "#lib/cart/schema.ts";
import { setCartLine } from "#lib/cart/store.ts";
import { makeCart } from "#lib/cart/totals.ts";
import { replyWithCart } from "#lib/web/replies/cart.ts";
import { changeOwned } from "#lib/web/request/change-owned.ts";
import { lineParams } from "#lib/web/routes/params.ts";
import { route } from "#lib/web/routes/route.ts";

/** Sets the quantity of a line, 0 removes it; the whole cart comes back. */
export const PATCH = route(
  { visitor: "guest", params: lineParams, body: setItemBody },
  async ({ context, visitor, params: { sku }, body }) =>
    replyWithCart(await changeOwned(context, visitor, (owner) => setCartLine(owner, sku, body.quantity))),
);

/** Removes a line; the whole cart comes back. Who has none gets an empty one, and no session for it. */
export const DELETE = route(
  { visitor: "optional", params: lineParams },
  async ({ context, visitor, params: { sku } }) =>
    visitor ? replyWithCart(await changeOwned(context, visitor, (owner) => setCartLine(owner, sku, 0))) : makeCart([]),
);
