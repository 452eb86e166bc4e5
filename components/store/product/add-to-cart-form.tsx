"use client";

import { useState } from "react";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { Stepper } from "#components/ui/form/stepper.tsx";
import { describePurchaseLimit } from "#lib/cart/explain.ts";
import { maxQuantityOf } from "#lib/cart/limits.ts";
import { type AddableSku, useAddToCart } from "./use-add-to-cart.ts";

/** The quantity and the "Add to cart" button of a product page. */
export function AddToCartForm({ sku }: { sku: AddableSku }) {
  const { state, action, onSubmit } = useAddToCart(sku);
  const [quantity, setQuantity] = useState(1);
  if (sku.stock <= 0) {
    return (
      <button type="button" disabled className={buttonClass("primary", "min-h-14 w-full text-lg")}>
        Sold out
      </button>
    );
  }
  return (
    <form
      action={action}
      onSubmit={(event) => {
        onSubmit(event);
        setQuantity(1);
      }}
      className="flex flex-col gap-3"
    >
      <input type="hidden" name="sku" value={sku.id} />
      <div className="flex flex-wrap gap-3">
        <Stepper
          label="Quantity"
          name="quantity"
          value={quantity}
          max={Math.min(maxQuantityOf(sku), sku.stock)}
          onChange={setQuantity}
        />
        <button type="submit" className={buttonClass("primary", "min-h-14 flex-1 px-8 text-lg active:scale-[0.98]")}>
          Add to cart
        </button>
      </div>
      {sku.purchaseLimit !== null && <p className="text-soft">{describePurchaseLimit(sku.purchaseLimit)}</p>}
      <FormMessage state={state} />
    </form>
  );
}
