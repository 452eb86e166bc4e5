"use client";

import { useEffect, useSyncExternalStore } from "react";
import type { Cart } from "#lib/cart/schema.ts";
import { cartApi } from "./cart-api.ts";
import { type CartView, createCartSync, unknownCart } from "./cart-sync.ts";

/** The cart of this browser window. */
export const cartStore = createCartSync({ api: cartApi });

if (typeof window !== "undefined") window.addEventListener("pagehide", cartStore.flushOnUnload);

/** The cart of this window; unknown while the page is prerendered or hydrated. */
export function useCart(): CartView {
  return useSyncExternalStore(cartStore.subscribe, cartStore.view, () => unknownCart);
}

const taken = new WeakSet<Cart>();

/**
 * The cart that the server has rendered, then its current state in this window. Going back to the page shows the old
 * rendering again, which must not restore an old cart, so each rendered cart is taken once.
 */
export function useRenderedCart(rendered: Cart): CartView & { cart: Cart } {
  const view = useCart();
  useEffect(() => {
    if (taken.has(rendered)) return;
    taken.add(rendered);
    cartStore.setServerCart(rendered);
  }, [rendered]);
  const current = view.cart && (view.pending || taken.has(rendered)) ? view.cart : rendered;
  return { ...view, cart: current, totalItems: current.totalItems };
}
