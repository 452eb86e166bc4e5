import { problem } from "#lib/web/routes/problem.ts";
import { explainWishlistFailure } from "#lib/wishlist/explain.ts";
import type { WishlistResult } from "#lib/wishlist/schema.ts";

/** The reply to a change of the wishlist: the whole list, 404 for an unknown SKU, 409 for a rule that forbids it. */
export function replyWithWishlist(result: WishlistResult) {
  if (result.ok) return result.wishlist;
  return problem(result.reason === "unknown-sku" ? 404 : 409, explainWishlistFailure(result.reason));
}
