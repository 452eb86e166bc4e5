import type { Cart } from "#lib/cart/schema.ts";
import { getCart } from "#lib/cart/store.ts";
import type { Order } from "#lib/order/schema.ts";
import { listOrders } from "#lib/order/store.ts";
import { type ListedSession, listSessions } from "#lib/session/user-sessions.ts";
import type { User } from "#lib/user/schema.ts";
import { getUser } from "#lib/user/store.ts";
import type { Wishlist } from "#lib/wishlist/schema.ts";
import { getWishlist } from "#lib/wishlist/store.ts";

/** The newest orders that are shown; all of them are found by the search of the orders. */
const ORDERS = 20;

/** A user with what they have in the shop. */
export interface Person {
  user: User;
  sessions: ListedSession[];
  cart: Cart;
  wishlist: Wishlist;
  /** the newest 20 */
  orders: Order[];
}

/**
 * A user with their sessions, cart, wishlist and newest orders, or null when there is no such user. Three round trips, five
 * when sessions have expired.
 * @param currentSid marks the session of whoever asks
 */
export async function getPerson(id: string, currentSid: string | null): Promise<Person | null> {
  const owner = { id, guest: false };
  const user = await getUser(id);
  if (!user) return null;
  const [sessions, cart, wishlist, orders] = await Promise.all([
    listSessions(id, currentSid),
    getCart(owner),
    getWishlist(owner),
    listOrders(id, { limit: ORDERS }),
  ]);
  return { user, sessions, cart, wishlist, orders: orders.items };
}
