"use client";

import { useEffect, useSyncExternalStore } from "react";
import type { Cart } from "#lib/cart/schema.ts";
import { cartApi } from "./cart-requests.ts";
import { type CartView, createCartSync, unknownCart } from "./cart-sync.ts";

/** The cart of this browser window. */
export const cart = createCartSync({ send: cartApi });

if (typeof window !== "undefined") window.addEventListener("pagehide", cart.leave);

/** The cart as it stands in this window, unknown while the page is being prerendered or hydrated. */
export function useCart(): CartView {
  return useSyncExternalStore(cart.subscribe, cart.view, () => unknownCart);
}

const seeded = new WeakSet<Cart>();

/**
 * The cart that the server has rendered, then what became of it in this window. Going back to the page shows the old
 * rendering again, which must not bring an old cart back: each is taken once.
 */
export function useRenderedCart(rendered: Cart): CartView & { cart: Cart } {
  const view = useCart();
  useEffect(() => {
    if (seeded.has(rendered)) return;
    seeded.add(rendered);
    cart.seed(rendered);
  }, [rendered]);
  const current = view.cart && (view.pending || seeded.has(rendered)) ? view.cart : rendered;
  return { ...view, cart: current, totalItems: current.totalItems };
}
