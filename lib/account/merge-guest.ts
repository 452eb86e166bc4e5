import { mergeCart } from "#lib/cart/store.ts";
import { resolveCheckout } from "#lib/order/lifecycle/resolve-checkout.ts";
import type { Owner } from "#lib/owner.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { mergeRecent } from "#lib/visit/recent.ts";
import { mergeWishlist } from "#lib/wishlist/store.ts";

/**
 * Moves what a guest has to an owner: cart, wishlist and the products viewed. The cart goes first: after a stop it is
 * the one that says whose the rest is to be. Each step may be repeated. Up to nine round trips.
 */
export async function mergeGuest(guestId: string, owner: Owner): Promise<void> {
  await mergeCart(guestId, owner, resolveCheckout);
  await Promise.all([mergeWishlist(guestId, owner), mergeRecent(guestId, owner)]);
}

/**
 * Lists a guest's orders among those of the account that they sign in to, where they were placed under the account's
 * e-mail address. Under another address they stay with whoever gave it: more than one person may use a browser. Only
 * adds, so it may be repeated. One round trip for a guest without orders, else three.
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
