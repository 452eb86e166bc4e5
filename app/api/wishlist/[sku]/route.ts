import { replyWithWishlist } from "#lib/web/replies/wishlist.ts";
import { changeOwned } from "#lib/web/request/change-owned.ts";
import { lineParams } from "#lib/web/routes/params.ts";
import { route } from "#lib/web/routes/route.ts";
import { removeSaved, saveSku } from "#lib/wishlist/store.ts";

/** Saves a SKU for later; the whole list comes back. May be repeated. */
export const PUT = route({ visitor: "guest", params: lineParams }, async ({ context, visitor, params: { sku } }) =>
  replyWithWishlist(await changeOwned(context, visitor, (owner) => saveSku(owner, sku))),
);

/** Takes a SKU out; the whole list comes back. May be repeated. */
export const DELETE = route({ visitor: "guest", params: lineParams }, async ({ context, visitor, params: { sku } }) =>
  replyWithWishlist(await changeOwned(context, visitor, (owner) => removeSaved(owner, sku))),
);
