/** The most entries that a wishlist holds. */
export const MAX_SAVED = 100;

export interface WishlistItem {
  sku: string;
  name: string;
  /** current price, a decimal string */
  unitPrice: string;
  category: string;
  image: string;
  stock: number;
  /** ISO 8601 */
  savedAt: string;
}

/**
 * What an owner has saved for later, newest first. `notices` is present only when an entry is gone or did not fit.
 * `gone`, only then present, has the SKUs that are not sold at the moment: they come back with their SKU.
 */
export interface Wishlist {
  items: WishlistItem[];
  notices?: string[];
  gone?: string[];
}

/** Why a wishlist was not changed; "moved": the guest has signed in and the list is closed. */
export type WishlistFailure = { ok: false; reason: "unknown-sku" | "full" | "moved" };

/** The whole wishlist after a change, or why it was refused. */
export type WishlistResult = { ok: true; wishlist: Wishlist } | WishlistFailure;
