import { explainCartFailure } from "#lib/cart/explain.ts";
import type { CartResult } from "#lib/cart/schema.ts";
import { problem } from "#lib/web/routes/problem.ts";

/** The reply to a change of the cart: the whole cart, 404 for an unknown SKU, or 409 if a rule forbids the change. */
export function replyWithCart(result: CartResult) {
  if (result.ok) return result.cart;
  return problem(result.reason === "unknown-sku" ? 404 : 409, explainCartFailure(result.reason));
}
