"use server";

import { z } from "zod";
import { explainCartFailure } from "#lib/cart/explain.ts";
import { MAX_QUANTITY } from "#lib/cart/limits.ts";
import type { CartResult } from "#lib/cart/schema.ts";
import { addToCart, clearCart, setCartLine } from "#lib/cart/store.ts";
import { skuId } from "#lib/sku/schema.ts";
import { wholeNumber } from "#lib/validation.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import { changeOwned } from "#lib/web/request/change-owned.ts";

/** The actions of the cart's forms without JavaScript. With JavaScript the forms call the JSON API instead. */

/** The errors are whole sentences, because they are shown without the label of the field. */
const quantity = (min: number) =>
  wholeNumber(min, MAX_QUANTITY, {
    whole: "The quantity must be a whole number, in plain digits.",
    min: `The quantity must be at least ${min}.`,
    max: `Limit ${MAX_QUANTITY} per item.`,
  });
const addForm = z.object({ sku: skuId, quantity: quantity(1).default(1) });
const lineForm = z.object({ sku: skuId, quantity: quantity(0) });

function toResult(result: CartResult): ActionResult {
  if (!result.ok) return { ok: false, message: explainCartFailure(result.reason) };
  return result.limited ? { ok: true, message: result.limited } : { goTo: "/cart" };
}

export const addItemAction = formAction({ visitor: "guest", fields: addForm }, async ({ context, visitor, fields }) =>
  toResult(await changeOwned(context, visitor, (owner) => addToCart(owner, fields.sku, fields.quantity))),
);

export const setLineAction = formAction({ visitor: "guest", fields: lineForm }, async ({ context, visitor, fields }) =>
  toResult(await changeOwned(context, visitor, (owner) => setCartLine(owner, fields.sku, fields.quantity))),
);

export const clearCartAction = formAction(
  { visitor: "optional", fields: z.object({}) },
  async ({ context, visitor }): Promise<ActionResult> =>
    visitor ? toResult(await changeOwned(context, visitor, clearCart)) : { goTo: "/cart" },
);
