import type { Sku } from "#lib/sku/schema.ts";
import { MAX_LINES } from "./limits.ts";
import type { CartResult } from "./schema.ts";

/** A purchase limit in words, beside its product. */
export const describePurchaseLimit = (limit: number) => `At most ${limit} per shopper`;

/** The purchase limit of a SKU that has one, as a notice for the shopper. */
export function explainPurchaseLimit({ name, purchaseLimit }: Sku): string {
  return `At most ${purchaseLimit} of ${name} per shopper.`;
}

/** Why a cart was not changed, as a message for the shopper. */
export function explainCartFailure(reason: Exclude<CartResult, { ok: true }>["reason"]): string {
  switch (reason) {
    case "unknown-sku":
      return "This product is no longer sold. Choose another one.";
    case "full":
      return `A cart holds at most ${MAX_LINES} different products. Remove one first.`;
    case "moved":
      return "You have just signed in here. Reload the page and try again.";
  }
}
