/** What a wishlist holds at most. */
export const MAX_SAVED = 100;

export interface WishlistItem {
  sku: string;
  name: string;
  /** today's, a decimal string */
  unitPrice: string;
  category: string;
  image: string;
  stock: number;
  /** ISO 8601 */
  savedAt: string;
}

/** What an owner has saved for later, the newest first. `notices` is there only when something has dropped out. */
export interface Wishlist {
  items: WishlistItem[];
  notices?: string[];
}

/** Why a wishlist was not changed; "moved": the guest it belonged to has signed in. */
export type WishlistFailure = { ok: false; reason: "unknown-sku" | "full" | "moved" };

/** A change of a wishlist: the whole list after it, or the rule that forbids it. */
export type WishlistResult = { ok: true; wishlist: Wishlist } | WishlistFailure;
