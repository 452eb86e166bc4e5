"use server";

import { z } from "zod";
import { explainCartFailure } from "#lib/cart/explain.ts";
import { skuId } from "#lib/sku/schema.ts";
import { type ActionResult, formAction, plainFormAction } from "#lib/web/forms/form-action.ts";
import { changeOwned } from "#lib/web/request/change-owned.ts";
import { explainWishlistFailure } from "#lib/wishlist/explain.ts";
import { moveToCart, saveForLater } from "#lib/wishlist/move.ts";
import { removeSaved, saveSku } from "#lib/wishlist/store.ts";

/** The actions of the wishlist's forms without JavaScript. */

const form = z.object({ sku: skuId });

export const saveForLaterAction = formAction(
  { visitor: "guest", fields: form },
  async ({ context, visitor, fields }): Promise<ActionResult> => {
    const moved = await changeOwned(context, visitor, (owner) => saveForLater(owner, fields.sku));
    return moved.ok
      ? { ok: true, message: "Saved for later. It is in your wishlist." }
      : { ok: false, message: explainWishlistFailure(moved.reason) };
  },
);

export const moveToCartAction = formAction(
  { visitor: "guest", fields: form },
  async ({ context, visitor, fields }): Promise<ActionResult> => {
    const moved = await changeOwned(context, visitor, (owner) => moveToCart(owner, fields.sku));
    return moved.ok ? { goTo: "/cart" } : { ok: false, message: explainCartFailure(moved.reason) };
  },
);

export const removeSavedAction = formAction(
  { visitor: "guest", fields: form },
  async ({ context, visitor, fields }): Promise<ActionResult> => {
    const removed = await changeOwned(context, visitor, (owner) => removeSaved(owner, fields.sku));
    return removed.ok ? { goTo: "/wishlist" } : { ok: false, message: explainWishlistFailure(removed.reason) };
  },
);

/** For the product page. The wishlist page shows the outcome. */
export const saveAction = plainFormAction(
  // An invalid id is treated like an unknown product.
  { visitor: "guest", fields: z.object({ sku: skuId.catch("") }) },
  "/wishlist?refused=moved",
  async ({ context, visitor, fields }) => {
    const saved = await changeOwned(context, visitor, (owner) => saveSku(owner, fields.sku));
    return { goTo: saved.ok ? "/wishlist" : `/wishlist?refused=${saved.reason}` };
  },
);
