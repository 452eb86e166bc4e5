import { z } from "zod";
import { route } from "#lib/http/route.ts";
import { changeOwned } from "#lib/session/change-owned.ts";
import { skuId } from "#lib/sku/schema.ts";
import { replyWithWishlist } from "#lib/wishlist/reply.ts";
import { removeSaved, saveSku } from "#lib/wishlist/store.ts";

const params = z.object({ sku: skuId });

/** Saves a SKU for later; the whole list comes back. May be repeated. */
export const PUT = route({ visitor: "guest", params }, async ({ visitor, params: { sku } }) =>
  replyWithWishlist(await changeOwned(visitor, (owner) => saveSku(owner, sku))),
);

/** Takes a SKU out; the whole list comes back. May be repeated. */
export const DELETE = route({ visitor: "guest", params }, async ({ visitor, params: { sku } }) =>
  replyWithWishlist(await changeOwned(visitor, (owner) => removeSaved(owner, sku))),
);
