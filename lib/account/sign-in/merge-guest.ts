import { mergeCart } from "#lib/cart/merge.ts";
import { closeGuestCart, closeGuestWishlist } from "#lib/cart/scripts/close-guest-data.ts";
import { resolveCheckout } from "#lib/order/lifecycle/resolve-checkout.ts";
import { GUEST_DATA_SECONDS, type Owner } from "#lib/owner.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { inBatches } from "#lib/redis/tasks/batches.ts";
import { SIGNED_OUT } from "#lib/session/guest-recovery.ts";
import { mergeRecent } from "#lib/visit/recent.ts";
import { mergeWishlist } from "#lib/wishlist/merge.ts";

/**
 * Merges a guest's cart, wishlist and recently viewed products into those of an owner. The cart goes first: after a
 * crash it tells which owner the rest belongs to. Each step may be repeated. Two to six round trips, and those of
 * resolveCheckout when the guest's cart is being checked out.
 */
export async function mergeGuest(guestId: string, owner: Owner): Promise<void> {
  await mergeCart(guestId, owner, resolveCheckout);
  await Promise.all([mergeWishlist(guestId, owner), mergeRecent(guestId, owner)]);
}

/**
 * Discards a guest's cart, wishlist and recently viewed products: the guest has signed out. What there is is closed
 * before it is deleted, so that no request in flight adds to it again. A checkout under way goes on; its order has
 * lines of its own. What was merged into an account before stays there. One round trip for a guest who has nothing,
 * else three.
 */
export async function discardGuest(guestId: string): Promise<void> {
  const cart = keys.cart(guestId);
  const wishlist = keys.wishlist(guestId);
  const close = { owner: SIGNED_OUT, expirySeconds: GUEST_DATA_SECONDS };
  await withRedis(async (redis) => {
    const [hasCart, hasWishlist] = await Promise.all([
      redis.exists(cart),
      redis.exists(wishlist),
      redis.del(keys.recent(guestId)),
    ]);
    if (hasCart + hasWishlist === 0) return;
    const checkout = keys.cartCheckout(guestId);
    const [[state]] = await Promise.all([
      closeGuestCart(redis, { ...close, data: cart, movedTo: keys.cartMovedTo(guestId), checkout }),
      closeGuestWishlist(redis, { ...close, data: wishlist, movedTo: keys.wishlistMovedTo(guestId) }),
    ]);
    // Whoever closed it for an account first has still to add it there.
    if (state !== "other") await Promise.all([redis.del(cart), redis.del(wishlist)]);
  });
}

/**
 * Adds a guest's orders to the list of the account that they sign in to, if they were placed with the account's e-mail
 * address. Orders with another address are not linked: several people may share a browser. This only adds, so it may be
 * repeated. One round trip for a guest without orders, otherwise two or three.
 */
export async function linkGuestOrders(guestId: string, user: { id: string; email: string }): Promise<void> {
  await withRedis(async (redis) => {
    const orders = await redis.zRangeWithScores(keys.ordersOf(guestId), 0, -1);
    if (orders.length === 0) return;
    const emails = await Promise.all(orders.map(({ value }) => redis.hGet(keys.order(value), "email")));
    const own = orders.filter((_, i) => emails[i]?.toLowerCase() === user.email.toLowerCase());
    await inBatches(own, (batch) => redis.zAdd(keys.ordersOf(user.id), batch));
  });
}
