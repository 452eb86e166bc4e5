import { addPendingOrder, changeOrder, readOrder } from "#lib/order/record.ts";
import { type Order, type OrderStatus, orderId, type ShownStatus } from "#lib/order/schema.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { now } from "#lib/redis/tasks/pending-work.ts";
import { nowSeconds } from "#lib/time.ts";
import { finishOrder } from "./finish.ts";

/** The statuses that an administrator can set, and the status that each requires. */
const FROM: Readonly<Record<Exclude<ShownStatus, "placed">, OrderStatus>> = {
  shipped: "placed",
  delivered: "shipped",
  cancelled: "placed",
};

export type TransitionTarget = keyof typeof FROM;

/** The statuses that can be set on an order with this status. */
export function transitionsFrom(status: OrderStatus): string[] {
  return Object.entries(FROM).flatMap(([to, from]) => (from === status ? [to] : []));
}

export type TransitionResult =
  | { ok: true; order: Order }
  | { ok: false; reason: "unknown" }
  /** The transition is not possible from the order's status. */
  | { ok: false; reason: "not-now"; status: OrderStatus };

/** {@link transitionOrder} on a given connection. */
export async function runTransition(redis: Redis, id: string, to: TransitionTarget): Promise<TransitionResult> {
  if (!orderId.safeParse(id).success) return { ok: false, reason: "unknown" };
  for (;;) {
    const seen = await readOrder(redis, id);
    if (!seen || seen.status === "abandoned") return { ok: false, reason: "unknown" };
    if (seen.status === to) return { ok: true, order: seen };
    if (seen.status !== FROM[to]) return { ok: false, reason: "not-now", status: seen.status };
    const began = now();
    await addPendingOrder(redis, id, began);
    const fields = { status: to, [`${to}_at`]: nowSeconds() };
    // This fails only when the order was changed or fenced since it was read: read it again.
    if (!(await changeOrder(redis, id, seen, fields))) continue;
    const order = (await readOrder(redis, id)) ?? seen;
    await finishOrder(redis, order, began);
    return { ok: true, order };
  }
}

/**
 * Ships, delivers or cancels an order; cancelling returns its stock, once. Idempotent: an order that has the status
 * already is not changed. One round trip when nothing is to be done, otherwise up to ten.
 */
export async function transitionOrder(id: string, to: TransitionTarget): Promise<TransitionResult> {
  return withRedis((redis) => runTransition(redis, id, to));
}
