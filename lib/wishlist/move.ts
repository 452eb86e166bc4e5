import type { Cart, CartResult } from "#lib/cart/schema.ts";
import { ensureInCart, getCart, setCartLine } from "#lib/cart/store.ts";
import type { Owner } from "#lib/owner.ts";
import type { Wishlist, WishlistFailure } from "./schema.ts";
import { getWishlist, isSaved, updateWishlist } from "./store.ts";

/**
 * Moves between cart and wishlist. A SKU is added to the target before it is removed from the source: a crash in between
 * leaves it in both, never in neither, and repeating the move completes it. Finally it is added to the target again,
 * which changes nothing unless a move in the opposite direction has removed it meanwhile.
 */

/** Wishlist and cart after a move. */
export interface Moved {
  ok: true;
  wishlist: Wishlist;
  cart: Cart;
}

/** Moves a line of the cart to the wishlist, which has no quantities. Eight round trips. */
export async function saveForLater(owner: Owner, sku: string): Promise<Moved | WishlistFailure> {
  const saved = await updateWishlist(owner, sku, "save");
  if (!saved.ok) return saved;
  const removed = await setCartLine(owner, sku, 0);
  if (!removed.ok) return { ok: false, reason: "moved" };
  const savedAgain = await updateWishlist(owner, sku, "save");
  return savedAgain.ok ? { ok: true, wishlist: await getWishlist(owner), cart: removed.cart } : savedAgain;
}

/**
 * Moves a SKU from the wishlist to the cart. If the cart has it already its quantity stays as it is, otherwise it becomes
 * 1: a move that is retried because its reply was lost does not count twice. A SKU that is not in the wishlist is not
 * moved, so a late retry does not restore a line that the shopper has removed since. Six round trips.
 */
export async function moveToCart(owner: Owner, sku: string): Promise<Moved | Exclude<CartResult, { ok: true }>> {
  if (!(await isSaved(owner, sku))) {
    const [wishlist, cart] = await Promise.all([getWishlist(owner), getCart(owner)]);
    return { ok: true, wishlist, cart };
  }
  const added = await ensureInCart(owner, sku);
  if (!added.ok) return added;
  const removed = await updateWishlist(owner, sku, "remove");
  if (!removed.ok) return { ok: false, reason: "moved" };
  const [addedAgain, wishlist] = await Promise.all([ensureInCart(owner, sku), getWishlist(owner)]);
  return addedAgain.ok ? { ok: true, wishlist, cart: addedAgain.cart } : addedAgain;
}
