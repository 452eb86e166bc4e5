import { setItemBody } from "#lib/cart/schema.ts";
import { readLine, setCartLine } from "#lib/cart/store.ts";
import { makeCart } from "#lib/cart/totals.ts";
import { replyWithCart } from "#lib/web/replies/cart.ts";
import { changeOwned } from "#lib/web/request/change-owned.ts";
import { lineParams } from "#lib/web/routes/params.ts";
import { route } from "#lib/web/routes/route.ts";

/** Sets the quantity of a line, 0 removes it; the whole cart comes back. Two round trips in a session that lives. */
export const PATCH = route(
  {
    visitor: "guest",
    params: lineParams,
    body: setItemBody,
    ahead: (owner, { params }) => readLine(owner, params.sku),
  },
  async ({ context, visitor, params: { sku }, body, ahead }) =>
    replyWithCart(await changeOwned(context, visitor, (owner) => setCartLine(owner, sku, body.quantity, ahead))),
);

/** Removes a line; the whole cart comes back. Who has none gets an empty one, and no session for it. */
export const DELETE = route(
  { visitor: "optional", params: lineParams, ahead: (owner, { params }) => readLine(owner, params.sku) },
  async ({ context, visitor, params: { sku }, ahead }) =>
    visitor
      ? replyWithCart(await changeOwned(context, visitor, (owner) => setCartLine(owner, sku, 0, ahead)))
      : makeCart([]),
);
