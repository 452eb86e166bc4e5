import { z } from "zod";
import { problem } from "#lib/web/problem.ts";
import { MAX_SAVED, type WishlistFailure, type WishlistResult } from "#lib/wishlist/schema.ts";

/** Why a wishlist was not changed, in plain words. */
export function explainWishlistFailure(reason: WishlistFailure["reason"]): string {
  if (reason === "unknown-sku") return "We don't sell that any more";
  if (reason === "full") return `A wishlist takes ${MAX_SAVED} different things; take something out first`;
  return "You have just signed in here. Reload the page and try again.";
}

const reason = z.enum(["unknown-sku", "full", "moved"]);

/** The same of a reason that stood in an address; null when none did. */
export function explainRefused(refused: unknown): string | null {
  const known = reason.safeParse(refused);
  return known.success ? explainWishlistFailure(known.data) : null;
}

/** The reply to a change of the wishlist: the whole list, 404 for an unknown SKU, 409 for a rule that forbids it. */
export function replyWithWishlist(result: WishlistResult) {
  if (result.ok) return result.wishlist;
  return problem(result.reason === "unknown-sku" ? 404 : 409, explainWishlistFailure(result.reason));
}
