"use client";

import { useSyncExternalStore } from "react";
import { cart } from "#components/store/cart/cart-state.ts";
import type { Visit } from "#lib/visit/schema.ts";

/** The personal part of the pages: null until the first page view was answered. */
export type Visitor = Pick<Visit, "user" | "recent"> | null;

let visitor: Visitor = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useVisitor(): Visitor {
  return useSyncExternalStore(
    subscribe,
    () => visitor,
    () => null,
  );
}

/** Tells the shop of a page view; the reply is all that a page knows of its visitor. Without one, the page stays as it is. */
export async function recordPageView(page: string, sku?: string): Promise<void> {
  const asOf = cart.version();
  const response = await fetch("/api/visits", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ page, sku }),
  }).catch(() => null);
  if (!response?.ok) return;
  const visit = (await response.json()) as Visit;
  visitor = { user: visit.user, recent: visit.recent };
  for (const listener of listeners) listener();
  cart.seedCount(visit.cart.totalItems, asOf);
}
