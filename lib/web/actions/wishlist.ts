"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { Owner } from "#lib/cart/schema.ts";
import { skuId } from "#lib/sku/schema.ts";
import { changeOwned } from "#lib/web/change-owned.ts";
import { type ActionResult, formAction } from "#lib/web/form-action.ts";
import { explainCartFailure } from "#lib/web/replies/cart.ts";
import { explainWishlistFailure } from "#lib/web/replies/wishlist.ts";
import { ensureSession } from "#lib/web/visitor.ts";
import { moveToCart, saveForLater } from "#lib/wishlist/move.ts";
import type { WishlistFailure, WishlistResult } from "#lib/wishlist/schema.ts";
import { removeSaved, saveSku } from "#lib/wishlist/store.ts";

/** What the forms about the wishlist do without JavaScript; the product page's, with it too. */

const form = z.object({ sku: skuId });

async function change<R extends { ok: true } | WishlistFailure>(
  how: (owner: Owner) => Promise<R>,
): Promise<R | WishlistFailure> {
  const ensured = await ensureSession();
  return ensured.ok ? changeOwned(ensured.session, how) : { ok: false, reason: "moved" };
}

export const saveForLaterAction = formAction(form, async ({ sku }): Promise<ActionResult> => {
  const moved = await change((owner) => saveForLater(owner, sku));
  return moved.ok
    ? { ok: true, message: "Saved for later. It is in your wishlist." }
    : { ok: false, message: explainWishlistFailure(moved.reason) };
});

export const moveToCartAction = formAction(form, async ({ sku }): Promise<ActionResult> => {
  const moved = await change((owner) => moveToCart(owner, sku));
  return moved.ok ? { goTo: "/cart" } : { ok: false, message: explainCartFailure(moved.reason) };
});

export const removeSavedAction = formAction(form, async ({ sku }): Promise<ActionResult> => {
  const removed = await change((owner) => removeSaved(owner, sku));
  return removed.ok ? { goTo: "/wishlist" } : { ok: false, message: explainWishlistFailure(removed.reason) };
});

/**
 * For a form that keeps no state, which the product page has no script to spare for: whatever it comes to, the wishlist
 * shows it; but a Redis that is away is told as for a page.
 */
export async function saveAction(data: FormData): Promise<void> {
  const input = form.safeParse({ sku: data.get("sku") });
  const saved: WishlistResult = input.success
    ? await change((owner) => saveSku(owner, input.data.sku))
    : { ok: false, reason: "unknown-sku" };
  redirect(saved.ok ? "/wishlist" : `/wishlist?refused=${saved.reason}`);
}
