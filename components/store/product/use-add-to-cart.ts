"use client";

import { type FormEvent, useActionState } from "react";
import { cartStore } from "#components/store/cart/state/cart-state.ts";
import { showToast } from "#components/store/toast/toast-state.ts";
import { parseDigits } from "#lib/digits.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { addItemAction } from "#lib/web/actions/cart.ts";
import type { FormState } from "#lib/web/forms/form-state.ts";

/** The part of a SKU that a form needs to add it. */
export type AddableSku = Pick<Sku, "id" | "name" | "price" | "image" | "stock" | "purchaseLimit">;

/**
 * For a form that adds to the cart. Without JavaScript it posts to the server action; with JavaScript the page stays
 * and the cart changes at once.
 */
export function useAddToCart(sku: AddableSku): {
  state: FormState;
  action: (form: FormData) => void;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
} {
  const [state, action] = useActionState(addItemAction, null);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const quantity = parseDigits(String(new FormData(event.currentTarget).get("quantity")));
    if (!quantity) return;
    cartStore.add(sku.id, quantity);
    const { id, name, price: unitPrice, image, purchaseLimit } = sku;
    showToast({ kind: "added", sku: id, name, quantity, unitPrice, image, purchaseLimit });
  };
  return { state, action, onSubmit };
}
