import { listsOf } from "#lib/order/lifecycle/durability.ts";
import { EARLIER } from "#lib/order/lifecycle/finish.ts";
import { type Order, shownStatuses } from "#lib/order/schema.ts";
import { GUEST_DATA_SECONDS, isUserId } from "#lib/owner.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { nowMs } from "#lib/time.ts";

/** For so long, in seconds, the SKUs of an order remember that its hold was closed (close-hold.lua). */
export const REMEMBERED_SECONDS = 3000;

/** The list of a guest's orders lives two days from the last one. */
const isListStillThere = ({ owner }: Order, ageSeconds: number) =>
  isUserId(owner) || ageSeconds < 2 * GUEST_DATA_SECONDS - 3600;

async function findListFaults(redis: Redis, order: Order, age: number): Promise<string[]> {
  const lists = listsOf(order).filter((list) => list !== keys.ordersOf(order.owner) || isListStillThere(order, age));
  const earlier = EARLIER[order.status] ?? [];
  const [listed, stale] = await Promise.all([
    Promise.all(lists.map((list) => redis.zScore(list, order.id))),
    Promise.all(earlier.map((status) => redis.zScore(keys.ordersOfStatus(status), order.id))),
  ]);
  return [
    ...(listed.includes(null) ? ["orders that a list lacks"] : []),
    ...(stale.some((score) => score !== null) ? ["orders under an earlier status"] : []),
  ];
}

/** What of the stock does not agree with an order of this hour. */
async function findStockFaults(redis: Redis, { id, lines, status, discount_code }: Order): Promise<string[]> {
  const [holds, closed, returned, use] = await Promise.all([
    Promise.all(lines.map(({ sku }) => redis.hGet(keys.skuHolds(sku), id))),
    Promise.all(lines.map(({ sku }) => redis.zScore(keys.skuClosed(sku), id))),
    Promise.all(lines.map(({ sku }) => (status === "cancelled" ? redis.sIsMember(keys.skuReturned(sku), id) : 1))),
    discount_code ? redis.zScore(keys.discountClosed(discount_code), id) : 0,
  ]);
  const isSold = lines.map((_, i) => closed[i] !== null);
  return [
    ...(holds.some((held) => held !== null) ? ["orders whose units are still held"] : []),
    ...(status !== "rejected" && lines.some((_, i) => !isSold[i] && holds[i] === null)
      ? ["orders whose units were not counted as sold"]
      : []),
    ...(lines.some((_, i) => isSold[i] && returned[i] === 0) ? ["cancelled orders whose units were not returned"] : []),
    ...(use === null && status !== "rejected" ? ["orders whose discount code was not counted"] : []),
  ];
}

/**
 * What does not agree with an order that nobody is working on: the lists, its holds and sales, the use of its code, the
 * lock of the cart. Stock is compared for orders of this hour alone. Up to three round trips.
 * @returns in words; none for an order among the pending orders, which the sweeper finishes anyway
 */
export async function findFaults(redis: Redis, order: Order): Promise<string[]> {
  const { id, status, owner, began } = order;
  const [pending, lock] = await Promise.all([
    redis.zScore(keys.ordersPending, id),
    owner ? redis.get(keys.cartCheckout(owner)) : null,
  ]);
  if (pending !== null || status === "abandoned") return [];
  if (status === "pending") return ["orders that nobody decides"];
  const isLocked = lock === `${id} ${began}` ? ["carts that are locked by a decided order"] : [];
  const isShown = (shownStatuses as readonly string[]).includes(status);
  const nowSeconds = nowMs() / 1000;
  const [ofLists, ofStock] = await Promise.all([
    isShown ? findListFaults(redis, order, nowSeconds - (order.placed_at ?? 0)) : [],
    began / 1000 > nowSeconds - REMEMBERED_SECONDS ? findStockFaults(redis, order) : [],
  ]);
  return [...isLocked, ...ofLists, ...ofStock];
}
