import { z } from "zod";
import { setItemBody } from "#lib/cart/schema.ts";
import { setCartLine } from "#lib/cart/store.ts";
import { makeCart } from "#lib/cart/totals.ts";
import { skuId } from "#lib/sku/schema.ts";
import { replyWithCart } from "#lib/web/replies/cart.ts";
import { changeOwned } from "#lib/web/request/change-owned.ts";
import { route } from "#lib/web/routes/route.ts";

const params = z.object({ sku: skuId });

/** Sets the quantity of a line, 0 removes it; the whole cart comes back. */
export const PATCH = route(
  { visitor: "guest", params, body: setItemBody },
  async ({ context, visitor, params: { sku }, body }) =>
    replyWithCart(await changeOwned(context, visitor, (owner) => setCartLine(owner, sku, body.quantity))),
);

/** Removes a line; the whole cart comes back. Who has none gets an empty one, and no session for it. */
export const DELETE = route({ visitor: "optional", params }, async ({ context, visitor, params: { sku } }) =>
  visitor ? replyWithCart(await changeOwned(context, visitor, (owner) => setCartLine(owner, sku, 0))) : makeCart([]),
);
