"use client";

import { startTransition, useEffect, useOptimistic, useReducer, useState } from "react";
import { announce } from "#components/shared/announcements.ts";
import { call } from "#components/store/cart/cart-requests.ts";
import { cart } from "#components/store/cart/cart-state.ts";
import type { Cart } from "#lib/cart/schema.ts";
import type { Wishlist, WishlistItem } from "#lib/wishlist/schema.ts";

/** What became of a list that the server has rendered. */
const latest = new WeakMap<Wishlist, Wishlist>();
let queue: Promise<unknown> = Promise.resolve();

/** Each reply is the whole list, so one request is under way at a time: two could arrive in the wrong order. */
async function ask(rendered: Wishlist, request: () => Promise<Wishlist>): Promise<void> {
  const reply = queue.then(request);
  queue = reply.catch(() => {});
  latest.set(rendered, await reply);
}

const pathOf = (sku: string) => `/api/wishlist/${encodeURIComponent(sku)}`;
const read = () => call<Wishlist>("GET", "/api/wishlist");
const remove = (sku: string) => call<Wishlist>("DELETE", pathOf(sku));

async function move({ sku, name, unitPrice, image }: WishlistItem): Promise<Wishlist> {
  const moved = await call<{ wishlist: Wishlist; cart: Cart }>("POST", `${pathOf(sku)}/cart`);
  cart.seed(moved.cart);
  announce({ kind: "added", sku, name, unitPrice, image, quantity: 1 });
  return moved.wishlist;
}

/**
 * The wishlist that the server has rendered, then what became of it in this window. What is moved or removed goes at
 * once, and comes back when the server refuses.
 */
export function useWishlist(rendered: Wishlist) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [problem, setProblem] = useState<string | null>(null);
  const [list, hide] = useOptimistic(latest.get(rendered) ?? rendered, (before, sku: string) => ({
    ...before,
    items: before.items.filter((item) => item.sku !== sku),
  }));
  useEffect(() => {
    // Going back to the page shows an old rendering again, from before what was saved or moved elsewhere.
    if (latest.has(rendered)) ask(rendered, read).then(redraw, () => {});
    else latest.set(rendered, rendered);
  }, [rendered]);
  const take = (sku: string, request: () => Promise<Wishlist>) =>
    startTransition(async () => {
      hide(sku);
      setProblem(null);
      await ask(rendered, request).then(redraw, (error: Error) => setProblem(error.message));
    });
  return {
    list,
    problem,
    remove: (item: WishlistItem) => take(item.sku, () => remove(item.sku)),
    moveToCart: (item: WishlistItem) => take(item.sku, () => move(item)),
  };
}
