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

/** The message for a reason from a query parameter; null when the parameter is not a reason. */
export function explainWishlistParameter(parameter: unknown): string | null {
  const reason = failureReason.safeParse(parameter);
  return reason.success ? explainWishlistFailure(reason.data) : null;
}
