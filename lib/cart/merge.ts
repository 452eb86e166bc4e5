import { closeGuestCart } from "#lib/cart/scripts/close-guest-data.ts";
import { mergeCartScript } from "#lib/cart/scripts/merge-cart.ts";
import { expirySecondsOf, GUEST_DATA_SECONDS, type Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { MAX_LINES, MAX_QUANTITY } from "./limits.ts";

/** How long a shopper is shown what a merge left out. */
export const LEFT_OUT_SECONDS = 86_400;

/** How long merged guests are remembered: longer than a closed guest cart, which may still have a day to live. */
export const MERGED_SECONDS = 2 * GUEST_DATA_SECONDS;

/** Decides the checkout that holds the lock of a cart, so that only what was not bought is left in the cart. */
export type ResolveCheckout = (redis: Redis, lock: string) => Promise<void>;

/** {@link mergeCart} on a given connection. */
export async function runCartMerge(
  redis: Redis,
  guestId: string,
  owner: Owner,
  resolveCheckout: ResolveCheckout,
): Promise<boolean> {
  const guestCart = keys.cart(guestId);
  const close = () =>
    closeGuestCart(redis, {
      data: guestCart,
      movedTo: keys.cartMovedTo(guestId),
      checkout: keys.cartCheckout(guestId),
      owner: owner.id,
      expirySeconds: GUEST_DATA_SECONDS,
    });
  const [state, lock, ...found] = await close();
  if (state === "other") return false;
  if (lock) await resolveCheckout(redis, lock);
  const lines = lock ? (await close()).slice(2) : found;
  if (lines.length === 0) return true;
  await mergeCartScript(redis, {
    cart: keys.cart(owner.id),
    merged: keys.cartMerged(owner.id),
    leftOut: keys.cartLeftOut(owner.id),
    guest: guestId,
    maxQuantity: MAX_QUANTITY,
    maxLines: MAX_LINES,
    mergedSeconds: MERGED_SECONDS,
    leftOutSeconds: LEFT_OUT_SECONDS,
    expirySeconds: expirySecondsOf(owner),
    rest: lines,
  });
  await redis.del(guestCart);
  return true;
}

/**
 * Merges a guest's cart into the cart of an owner: quantities are added, at most 99 a line. The guest cart is closed
 * first, merged once, and deleted last, so after a crash at any point this may be called again. Lines that do not fit
 * are named in the notices of the cart for a day. Three round trips, one when the guest's cart is empty; when it is
 * being checked out, one more and those of `resolveCheckout`.
 * @param resolveCheckout decides a checkout of the guest's cart that is under way; a closed cart can't be locked again
 * @returns whether the lines are in the owner's cart now; false when they were merged into another owner's cart before
 */
export async function mergeCart(guestId: string, owner: Owner, resolveCheckout: ResolveCheckout): Promise<boolean> {
  return withRedis((redis) => runCartMerge(redis, guestId, owner, resolveCheckout));
}
