"use client";

import { Icon } from "#components/ui/icon.tsx";
import { type AddableSku, useAddToCart } from "./use-add-to-cart.ts";

/** Adds one of a product from a list of products, without leaving the list. */
export function AddToCartButton({ sku }: { sku: AddableSku }) {
  const { state, action, onSubmit } = useAddToCart(sku);
  return (
    <form action={action} onSubmit={onSubmit}>
      <input type="hidden" name="sku" value={sku.id} />
      <input type="hidden" name="quantity" value="1" />
      <button
        type="submit"
        aria-label={`Add ${sku.name} to cart`}
        className="grid size-11 place-items-center rounded-full bg-ink text-paper transition duration-150 hover:bg-accent hover:text-on-accent active:scale-90"
      >
        <Icon name="plus" />
      </button>
      {state && (
        <p role="alert" className="absolute right-3 bottom-16 left-3 rounded-lg bg-accent p-2 text-on-accent text-sm">
          {state.message ?? Object.values(state.errors ?? {})[0]}
        </p>
      )}
    </form>
  );
}
