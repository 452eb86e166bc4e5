"use client";

import { useSyncExternalStore } from "react";
import { CALL_TIMEOUT_MS, callAfter } from "#components/shared/call-api.ts";
import { cartStore } from "#components/store/cart/state/cart-state.ts";
import type { Visit } from "#lib/visit/schema.ts";

/** The personal data of a page; null until the first page view has been answered. */
type Visitor = Pick<Visit, "user" | "recent"> | null;

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

/** Records a page view. The reply has all personal data of the page; without a reply the page stays as it is. */
export async function recordPageView(page: string, sku?: string): Promise<void> {
  const asOf = cartStore.version();
  const request = fetch("/api/visits", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ page, sku }),
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  });
  callAfter(request);
  const response = await request.catch(() => null);
  if (!response?.ok) return;
  const visit = (await response.json()) as Visit;
  visitor = { user: visit.user, recent: visit.recent };
  for (const listener of listeners) listener();
  cartStore.setServerCount(visit.cart.totalItems, asOf);
}
