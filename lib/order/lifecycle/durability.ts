import type { Order } from "#lib/order/schema.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { awaitReplicas, filterElsewhere, isCluster, type Written } from "#lib/redis/replication/await-replicas.ts";
import type { Acknowledgement } from "#lib/redis/replication/barrier.ts";
import { learnReplicas } from "#lib/redis/replication/replicas.ts";
import { nowMs } from "#lib/time.ts";

/**
 * What of an order has to be on a replica before the next step, so that the failure of a primary does not take back the
 * one and leave the other. On one server, also under Sentinel, what is written later is lost first, so only the commit
 * is waited for. In a cluster each node goes back by itself. No round trip where no replica is connected.
 */

const ofHash = (key: string, field: string, expected?: string): Written => ({
  key,
  check: async (redis) => {
    const found = await redis.hGet(key, field);
    return expected === undefined ? found !== null : found === expected;
  },
});
const ofSortedSet = (key: string, member: string): Written => ({
  key,
  check: async (redis) => (await redis.zScore(key, member)) !== null,
});

const ofSet = (key: string, member: string): Written => ({
  key,
  check: async (redis) => (await redis.sIsMember(key, member)) === 1,
});

/**
 * Waits for what the commit of an order rests on and what is on other nodes than the order: its holds, without which
 * the same units would be sold again, and its entry among the pending orders, without which nobody would finish it.
 */
export async function awaitHolds(redis: Redis, { id, lines, discount_code }: Order): Promise<Acknowledgement> {
  if (!isCluster(redis)) return "acknowledged";
  const written = [
    ofSortedSet(keys.ordersPending, id),
    ...lines.map(({ sku }) => ofHash(keys.skuHolds(sku), id)),
    ...(discount_code ? [ofHash(keys.discountHolds(discount_code), id)] : []),
  ];
  return awaitReplicas(redis, await filterElsewhere(redis, keys.order(id), written));
}

/** Waits for the commit: an order that is placed once replicas have it is confirmed. */
export async function awaitCommit(redis: Redis, { id }: Order): Promise<Acknowledgement> {
  return awaitReplicas(redis, [ofHash(keys.order(id), "placed_at")]);
}

/** Waits for the status of a decided order, before anything that follows from it is done on other nodes. */
export async function awaitStatus(redis: Redis, { id, status }: Order): Promise<Acknowledgement> {
  if (!isCluster(redis)) return "acknowledged";
  return awaitReplicas(redis, [ofHash(keys.order(id), "status", status)]);
}

/** The lists that have a placed order. */
export const listsOf = ({ owner, email, status }: Order): string[] => [
  ...[keys.orders, keys.ordersOf(owner), keys.ordersOfStatus(status)],
  ...(email ? [keys.ordersOfEmail(email)] : []),
];

/** Waits for what follows from the status, before the order leaves the pending orders. */
export async function awaitConsequences(redis: Redis, order: Order): Promise<Acknowledgement> {
  if (!isCluster(redis)) return "acknowledged";
  const { id, owner, began, lines, status, discount_code } = order;
  const lock = keys.cartCheckout(owner);
  const isListed = status !== "rejected" && status !== "abandoned";
  return awaitReplicas(redis, [
    ...lines.map(({ sku }) => ofSortedSet(keys.skuClosed(sku), id)),
    ...(discount_code ? [ofSortedSet(keys.discountClosed(discount_code), id)] : []),
    ...(status === "cancelled" ? lines.map(({ sku }) => ofSet(keys.skuReturned(sku), id)) : []),
    ...(isListed ? listsOf(order).map((list) => ofSortedSet(list, id)) : []),
    { key: lock, check: async (connection) => (await connection.get(lock)) !== `${id} ${began}` },
  ]);
}

/** For so long after an order was placed its page asks whether replicas have it, in seconds. */
const ASK_SECONDS = 3600;

/**
 * Whether an order would survive the failure of the server that has it; true for one that is not placed, of an earlier
 * hour, or where no replica is connected. No round trip then, else two and the time of the replication.
 */
export async function isConfirmed(redis: Redis, order: Order): Promise<boolean> {
  if (!order.placed_at || nowMs() / 1000 - order.placed_at > ASK_SECONDS) return true;
  return (await awaitCommit(redis, order)) === "acknowledged";
}

/** The same, on the connection of this process. */
export async function readConfirmation(order: Order): Promise<boolean> {
  return withRedis((redis) => {
    learnReplicas(redis);
    return isConfirmed(redis, order);
  });
}
