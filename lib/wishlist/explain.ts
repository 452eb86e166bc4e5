import { z } from "zod";
import { MAX_SAVED, type WishlistFailure } from "./schema.ts";

/** Why a wishlist was not changed, as a message for the shopper. */
export function explainWishlistFailure(reason: WishlistFailure["reason"]): string {
  switch (reason) {
    case "unknown-sku":
      return "This product is no longer sold. Choose another one.";
    case "full":
      return `A wishlist holds at most ${MAX_SAVED} products. Remove one first.`;
    case "moved":
      return "You have just signed in here. Reload the page and try again.";
  }
}

const failureReason = z.enum(["unknown-sku", "full", "moved"]);

/** The same for the reason in a query parameter; null if it is missing or unknown. */
export function explainWishlistParameter(refused: unknown): string | null {
  const known = failureReason.safeParse(refused);
  return known.success ? explainWishlistFailure(known.data) : null;
}
