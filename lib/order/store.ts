import { z } from "zod";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { readPage } from "#lib/redis/paging/read-page.ts";
import { readOrder } from "./record.ts";
import { addressFields, type Order, orderId, type ShownStatus } from "./schema.ts";

/** A page of orders, the newest or the oldest first, and the cursor of the next one. */
export interface OrderPage {
  items: Order[];
  nextCursor: string | null;
}

async function readOrderPage(
  redis: Redis,
  index: string,
  { isOldestFirst = false, ...page }: { limit: number; cursor?: string | undefined; isOldestFirst?: boolean },
): Promise<OrderPage> {
  const direction = isOldestFirst ? "asc" : "desc";
  const { members, nextCursor } = await readPage(redis, index, { direction, limit: page.limit, cursor: page.cursor });
  const orders = await Promise.all(members.map((id) => readOrder(redis, id)));
  return { items: orders.filter((order) => order !== null), nextCursor };
}

/**
 * An order of an owner, or one in their list that they placed as a guest (linkGuestOrders); null when there is no such
 * order or it is somebody else's. One round trip.
 */
export async function getOrder(owner: string, id: string): Promise<Order | null> {
  const [order, listed] = await Promise.all([
    getAnyOrder(id),
    withRedis((redis) => redis.zScore(keys.ordersOf(owner), id)),
  ]);
  return order?.owner === owner || listed !== null ? order : null;
}

/** Any order, for administrators. One round trip. */
export async function getAnyOrder(id: string): Promise<Order | null> {
  if (!orderId.safeParse(id).success) return null;
  const order = await withRedis((redis) => readOrder(redis, id));
  return order?.status === "abandoned" ? null : order;
}

/** An owner's orders, newest first. Two round trips. */
export async function listOrders(owner: string, page: { limit: number; cursor?: string | undefined }) {
  return withRedis((redis) => readOrderPage(redis, keys.ordersOf(owner), page));
}

/**
 * Orders for administrators, newest first unless asked otherwise: all, those of one status, or those that a search finds. One to four round
 * trips.
 * @param query `q` is an order number, a username or an e-mail address
 */
export async function listAllOrders(query: {
  status?: ShownStatus | undefined;
  q?: string | undefined;
  limit: number;
  cursor?: string | undefined;
  isOldestFirst?: boolean;
}): Promise<OrderPage> {
  const { status, q } = query;
  return withRedis(async (redis) => {
    const matches = (order: Order) => !status || order.status === status;
    if (!q) {
      const page = await readOrderPage(redis, status ? keys.ordersOfStatus(status) : keys.orders, query);
      // During a transition an order is still listed under its earlier status.
      return { ...page, items: page.items.filter(matches) };
    }
    const direct = orderId.safeParse(q.toUpperCase().replaceAll("-", ""));
    const order = direct.success ? await readOrder(redis, direct.data) : null;
    if (order?.placed_at) return { items: [order].filter(matches), nextCursor: null };
    const userId = q.includes("@") ? null : await redis.get(keys.usernameToId(q));
    const page = await readOrderPage(redis, userId ? keys.ordersOf(userId) : keys.ordersOfEmail(q), query);
    return { ...page, items: page.items.filter(matches) };
  });
}

const address = z.object(addressFields).partial();
export type Address = z.output<typeof address>;

/** The address of a user's last order; empty before the first. One round trip. */
export async function getAddress(userId: string): Promise<Address> {
  const parsed = address.safeParse(await withRedis((redis) => redis.hGetAll(keys.userAddress(userId))));
  return parsed.success ? parsed.data : {};
}

/** Saves the address of a user's order for the next one. One round trip. */
export async function saveAddress(userId: string, newAddress: Required<Address>): Promise<void> {
  const { name, address: street, city, postcode, country } = newAddress;
  await withRedis((redis) => redis.hSet(keys.userAddress(userId), { name, address: street, city, postcode, country }));
}
