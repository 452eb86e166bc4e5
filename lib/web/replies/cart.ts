import { MAX_LINES } from "#lib/cart/limits.ts";
import type { CartResult } from "#lib/cart/schema.ts";
import { problem } from "#lib/web/problem.ts";

/** Why a cart was not changed, in plain words. */
export function explainCartFailure(reason: "unknown-sku" | "full" | "moved"): string {
  if (reason === "unknown-sku") return "We don't sell that any more";
  if (reason === "full") return `A cart takes ${MAX_LINES} different things; take something out first`;
  return "You have just signed in here. Reload the page and try again.";
}

/** The reply to a change of the cart: the whole cart, 404 for an unknown SKU, 409 for a rule that forbids it. */
export function replyWithCart(result: CartResult) {
  if (result.ok) return result.cart;
  return problem(result.reason === "unknown-sku" ? 404 : 409, explainCartFailure(result.reason));
}
