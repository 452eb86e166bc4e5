import { mergeCart } from "#lib/cart/merge.ts";
import { resolveCheckout } from "#lib/order/lifecycle/resolve-checkout.ts";
import type { Owner } from "#lib/owner.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
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
    if (own.length > 0) await redis.zAdd(keys.ordersOf(user.id), own);
  });
}
