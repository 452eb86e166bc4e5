import { problem } from "#lib/web/routes/problem.ts";
import { explainWishlistFailure } from "#lib/wishlist/explain.ts";
import type { WishlistResult } from "#lib/wishlist/schema.ts";

/** The reply to a change of the wishlist: the whole list, 404 for an unknown SKU, or 409 if a rule forbids the change. */
export function replyWithWishlist(result: WishlistResult) {
  if (result.ok) return result.wishlist;
  return problem(result.reason === "unknown-sku" ? 404 : 409, explainWishlistFailure(result.reason));
}
