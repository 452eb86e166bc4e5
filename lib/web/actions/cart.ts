"use server";

import { z } from "zod";
import { MAX_QUANTITY } from "#lib/cart/limits.ts";
import type { CartResult, Owner } from "#lib/cart/schema.ts";
import { addToCart, clearCart, setCartLine } from "#lib/cart/store.ts";
import { skuId } from "#lib/sku/schema.ts";
import { changeOwned } from "#lib/web/change-owned.ts";
import { type ActionResult, formAction } from "#lib/web/form-action.ts";
import { explainCartFailure } from "#lib/web/replies/cart.ts";
import { currentSession, ensureSession } from "#lib/web/visitor.ts";

/** What the cart's forms do without JavaScript; with it they call the JSON API. */

const quantity = (least: number) =>
  z.coerce.number("must be a number").int("must be a whole number").min(least).max(MAX_QUANTITY);
const addForm = z.object({ sku: skuId, quantity: quantity(1).default(1) });
const lineForm = z.object({ sku: skuId, quantity: quantity(0) });

async function change(how: (owner: Owner) => Promise<CartResult>): Promise<ActionResult> {
  const ensured = await ensureSession();
  if (!ensured.ok) return { ok: false, message: explainCartFailure("moved") };
  const result = await changeOwned(ensured.session, how);
  return result.ok ? { goTo: "/cart" } : { ok: false, message: explainCartFailure(result.reason) };
}

export const addItemAction = formAction(addForm, ({ sku, quantity: count }) =>
  change((owner) => addToCart(owner, sku, count)),
);

export const setLineAction = formAction(lineForm, ({ sku, quantity: count }) =>
  change((owner) => setCartLine(owner, sku, count)),
);

export const clearCartAction = formAction(z.object({}), async () => {
  const session = await currentSession();
  const result = session && (await changeOwned(session, clearCart));
  return result?.ok === false ? { ok: false, message: explainCartFailure(result.reason) } : { goTo: "/cart" };
});
