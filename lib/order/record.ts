import { changeOrderScript } from "#lib/order/scripts/change-order.ts";
import { fenceOrderScript } from "#lib/order/scripts/fence-order.ts";
import type { Redis } from "#lib/redis/client.ts";
import { noteDamaged } from "#lib/redis/damaged.ts";
import { keys } from "#lib/redis/keys.ts";
import { flatten } from "#lib/redis/script.ts";
import { removeAtScore } from "#lib/redis/tasks/remove-at-score.ts";
import { type Order, type OrderStatus, orderHash } from "./schema.ts";

/** The hash of an order, and the list of pending orders. */

/** Parses the hash of an order; null when there is none, or one that can't be read: the others are shown all the same. */
function parseOrder(id: string, hash: Record<string, string>): Order | null {
  if (hash.status === undefined) return null;
  const parsed = orderHash.safeParse(hash);
  if (parsed.success) return { id, ...parsed.data };
  noteDamaged(keys.order(id), `not an order (${parsed.error.issues[0]?.path.join(".")})`);
  return null;
}

/** Reads an order. One round trip. */
export async function readOrder(redis: Redis, id: string): Promise<Order | null> {
  return parseOrder(id, await redis.hGetAll(keys.order(id)));
}

/**
 * Reads an order and makes every change fail that is based on an earlier read. An order that does not exist becomes
 * `abandoned`, so that it can't be written later. One round trip.
 */
export async function fenceOrder(redis: Redis, id: string): Promise<Order> {
  const flat = await fenceOrderScript(redis, { order: keys.order(id) });
  const hash: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) hash[flat[i] ?? ""] = flat[i + 1] ?? "";
  return { id, ...orderHash.parse(hash) };
}

/**
 * Writes fields of an order if it still has the expected status and, where one is given, the expected version. One round
 * trip.
 * @returns whether they were written
 */
export async function changeOrder(
  redis: Redis,
  id: string,
  expected: { status: OrderStatus | "none"; version?: number },
  fields: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { status, version = "*" } = expected;
  return changeOrderScript(redis, { order: keys.order(id), status, version, rest: flatten(fields) });
}

/**
 * Adds an order to the pending orders before any work on it is done, so that the sweeper finishes it if this process
 * does not. One round trip.
 * @param began a time that no other attempt has, in ms; the entry can only be removed with it
 */
export async function addPendingOrder(redis: Redis, id: string, began: number): Promise<void> {
  await redis.zAdd(keys.ordersPending, { score: began, value: id });
}

/** Removes a pending order when all work is done, unless another attempt has added it again since. One round trip. */
export async function removePendingOrder(redis: Redis, id: string, began: number): Promise<void> {
  await removeAtScore(redis, { set: keys.ordersPending, member: id, score: began });
}
