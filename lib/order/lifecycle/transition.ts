import { addPendingOrder, changeOrder, readOrder } from "#lib/order/record.ts";
import { type Order, type OrderStatus, orderId, type ShownStatus } from "#lib/order/schema.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { now } from "#lib/redis/work/pending-work.ts";
import { nowSeconds } from "#lib/time.ts";
import { finishOrder } from "./finish.ts";

/** What an admin may turn an order into, and from what. */
const FROM: Readonly<Record<Exclude<ShownStatus, "placed">, OrderStatus>> = {
  shipped: "placed",
  delivered: "shipped",
  cancelled: "placed",
};

export type Move = keyof typeof FROM;

/** Where an order of this status may go. */
export function transitionsFrom(status: OrderStatus): string[] {
  return Object.entries(FROM).flatMap(([to, from]) => (from === status ? [to] : []));
}

export type TransitionResult =
  | { ok: true; order: Order }
  | { ok: false; reason: "unknown" }
  /** The order has another status than the move begins with. */
  | { ok: false; reason: "not-now"; status: OrderStatus };

/** Moves an order on, on one connection. To where it is already is no move and no error. */
export async function runTransition(redis: Redis, id: string, to: Move): Promise<TransitionResult> {
  if (!orderId.safeParse(id).success) return { ok: false, reason: "unknown" };
  for (;;) {
    const seen = await readOrder(redis, id);
    if (!seen || seen.status === "abandoned") return { ok: false, reason: "unknown" };
    if (seen.status === to) return { ok: true, order: seen };
    if (seen.status !== FROM[to]) return { ok: false, reason: "not-now", status: seen.status };
    const began = now();
    await addPendingOrder(redis, id, began);
    const fields = { status: to, [`${to}_at`]: nowSeconds() };
    // Refused only when somebody has changed or fenced the order since we looked: look again.
    if (!(await changeOrder(redis, id, seen, fields))) continue;
    const order = (await readOrder(redis, id)) ?? seen;
    await finishOrder(redis, order, began);
    return { ok: true, order };
  }
}

/** Ships, delivers or cancels an order; a cancelled one gives its stock back, once. Idempotent. */
export async function transitionOrder(id: string, to: Move): Promise<TransitionResult> {
  return withRedis((redis) => runTransition(redis, id, to));
}
