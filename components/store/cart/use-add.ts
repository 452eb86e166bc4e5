"use client";

import { type FormEvent, useActionState } from "react";
import { announce } from "#components/shared/announcements.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { addItemAction } from "#lib/web/actions/cart.ts";
import type { FormState } from "#lib/web/forms/form-state.ts";
import { cart } from "./cart-state.ts";

/** What a form needs to know of the product that it adds. */
export type AddableSku = Pick<Sku, "id" | "name" | "price" | "image" | "stock">;

/**
 * The two ways of a form that adds to the cart: without JavaScript it posts to the server action, with it the page
 * stays and the cart changes at once.
 */
export function useAdd(sku: AddableSku): {
  state: FormState;
  action: (form: FormData) => void;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
} {
  const [state, action] = useActionState(addItemAction, null);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const quantity = Number(new FormData(event.currentTarget).get("quantity"));
    if (!Number.isInteger(quantity) || quantity < 1) return;
    cart.add(sku.id, quantity);
    announce({ kind: "added", sku: sku.id, name: sku.name, quantity, unitPrice: sku.price, image: sku.image });
  };
  return { state, action, onSubmit };
}
