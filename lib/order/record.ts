import { changeOrderScript } from "#lib/order/scripts/change-order.ts";
import { fenceOrderScript } from "#lib/order/scripts/fence-order.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { flatten } from "#lib/redis/script.ts";
import { removeAtScore } from "#lib/redis/work/remove-at-score.ts";
import { type Order, type OrderStatus, orderHash } from "./schema.ts";

/** The record of an order, and the list of those with work under way. */

/** An order from its hash; null when there is none. @throws ZodError when the hash is none of ours */
export function parseOrder(id: string, hash: Record<string, string>): Order | null {
  return hash.status === undefined ? null : { id, ...orderHash.parse(hash) };
}

/** Reads an order. One round trip. */
export async function readOrder(redis: Redis, id: string): Promise<Order | null> {
  return parseOrder(id, await redis.hGetAll(keys.order(id)));
}

/**
 * Reads an order and makes every change fail that was prepared before. An order that does not exist is `abandoned`
 * from now on. One round trip.
 */
export async function fenceOrder(redis: Redis, id: string): Promise<Order> {
  const flat = await fenceOrderScript(redis, { order: keys.order(id) });
  const hash: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) hash[flat[i] ?? ""] = flat[i + 1] ?? "";
  return { id, ...orderHash.parse(hash) };
}

/**
 * Writes fields of an order if it still has the status and, where one is given, the version that was seen.
 * @returns whether they were written. One round trip.
 */
export async function changeOrder(
  redis: Redis,
  id: string,
  seen: { status: OrderStatus | "none"; version?: number },
  fields: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { status, version = "*" } = seen;
  return changeOrderScript(redis, { order: keys.order(id), status, version, rest: flatten(fields) });
}

/**
 * Announces work on an order, before any of it is done: from now on the sweeper finishes it should we not.
 * @param began a moment of one's own, by which only we can take the announcement back
 */
export async function addPendingOrder(redis: Redis, id: string, began: number): Promise<void> {
  await redis.zAdd(keys.ordersPending, { score: began, value: id });
}

/** Takes an announcement back when all work is done; one that somebody has renewed meanwhile stays. */
export async function removePendingOrder(redis: Redis, id: string, began: number): Promise<void> {
  await removeAtScore(redis, { set: keys.ordersPending, member: id, score: began });
}
