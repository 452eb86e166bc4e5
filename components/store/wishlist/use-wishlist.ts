"use client";

import { startTransition, useEffect, useOptimistic, useReducer, useState } from "react";
import { callApi } from "#components/shared/call-api.ts";
import { cartStore } from "#components/store/cart/state/cart-state.ts";
import { showToast } from "#components/store/toast/toast-state.ts";
import type { Cart } from "#lib/cart/schema.ts";
import type { Wishlist, WishlistItem } from "#lib/wishlist/schema.ts";

/** The current state of each wishlist that the server has rendered. */
const latest = new WeakMap<Wishlist, Wishlist>();
let queue: Promise<unknown> = Promise.resolve();

/** Sends one request at a time: each reply is the whole wishlist, and two replies could arrive in the wrong order. */
async function sendInOrder(rendered: Wishlist, request: () => Promise<Wishlist>): Promise<void> {
  const reply = queue.then(request);
  queue = reply.catch(() => {});
  latest.set(rendered, await reply);
}

const pathOf = (sku: string) => `/api/wishlist/${encodeURIComponent(sku)}`;
const read = () => callApi<Wishlist>("GET", "/api/wishlist");
const remove = (sku: string) => callApi<Wishlist>("DELETE", pathOf(sku));

async function move({ sku, name, unitPrice, image }: WishlistItem): Promise<Wishlist> {
  const moved = await callApi<{ wishlist: Wishlist; cart: Cart }>("POST", `${pathOf(sku)}/cart`);
  cartStore.setServerCart(moved.cart);
  showToast({ kind: "added", sku, name, unitPrice, image, quantity: 1 });
  return moved.wishlist;
}

/**
 * The wishlist that the server has rendered, then its current state in this window. A product that is moved or removed
 * disappears at once, and comes back if the server refuses.
 */
export function useWishlist(rendered: Wishlist) {
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  const [problem, setProblem] = useState<string | null>(null);
  const [wishlist, hide] = useOptimistic(latest.get(rendered) ?? rendered, (before, sku: string) => ({
    ...before,
    items: before.items.filter((item) => item.sku !== sku),
  }));
  useEffect(() => {
    // Going back to the page shows the old rendering again, which may be outdated.
    if (latest.has(rendered)) sendInOrder(rendered, read).then(rerender, () => {});
    else latest.set(rendered, rendered);
  }, [rendered]);
  const takeOut = (sku: string, request: () => Promise<Wishlist>) =>
    startTransition(async () => {
      hide(sku);
      setProblem(null);
      await sendInOrder(rendered, request).then(rerender, (error: Error) => setProblem(error.message));
    });
  return {
    wishlist,
    problem,
    remove: (item: WishlistItem) => takeOut(item.sku, () => remove(item.sku)),
    moveToCart: (item: WishlistItem) => takeOut(item.sku, () => move(item)),
  };
}
