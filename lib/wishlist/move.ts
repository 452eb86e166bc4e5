import type { Cart, CartResult } from "#lib/cart/schema.ts";
import { getCart, keepInCart, setCartLine } from "#lib/cart/store.ts";
import type { Owner } from "#lib/owner.ts";
import type { Wishlist, WishlistFailure } from "./schema.ts";
import { changeSaved, getWishlist, isSaved } from "./store.ts";

/**
 * Between cart and wishlist. A SKU is put in at one end before it is taken out at the other: a stop between the two
 * leaves it in both, never in neither, and moving it again ends as moving it once. Then it is put in once more, which
 * changes nothing unless a move the other way took it out meanwhile.
 */

/** What both ends hold after a move. */
export interface Moved {
  ok: true;
  wishlist: Wishlist;
  cart: Cart;
}

/** Moves a line of the cart into the wishlist, which knows no quantities. Eight round trips. */
export async function saveForLater(owner: Owner, sku: string): Promise<Moved | WishlistFailure> {
  const saved = await changeSaved(owner, sku, "in");
  if (!saved.ok) return saved;
  const left = await setCartLine(owner, sku, 0);
  if (!left.ok) return { ok: false, reason: "moved" };
  const kept = await changeSaved(owner, sku, "in");
  return kept.ok ? { ok: true, wishlist: await getWishlist(owner), cart: left.cart } : kept;
}

/**
 * Moves a SKU from the wishlist into the cart. There it has at least the quantity 1 afterwards and not one more than
 * before: a move that is tried again after its reply got lost can't count twice. What is not saved (any more) is not
 * moved, so a late second try does not bring back what the shopper has taken out of the cart since. Six round trips.
 */
export async function moveToCart(owner: Owner, sku: string): Promise<Moved | Exclude<CartResult, { ok: true }>> {
  if (!(await isSaved(owner, sku))) {
    const [wishlist, cart] = await Promise.all([getWishlist(owner), getCart(owner)]);
    return { ok: true, wishlist, cart };
  }
  const put = await keepInCart(owner, sku);
  if (!put.ok) return put;
  const left = await changeSaved(owner, sku, "out");
  if (!left.ok) return { ok: false, reason: "moved" };
  const [kept, wishlist] = await Promise.all([keepInCart(owner, sku), getWishlist(owner)]);
  return kept.ok ? { ok: true, wishlist, cart: kept.cart } : kept;
}
