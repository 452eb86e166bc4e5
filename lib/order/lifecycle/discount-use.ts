import { closeDiscount, type DiscountUse, holdDiscount, returnDiscount } from "#lib/discount/hold.ts";
import type { DiscountRefusal } from "#lib/discount/schema.ts";
import { shopperId } from "#lib/discount/shopper-id.ts";
import { subtotalOf } from "#lib/order/public-order.ts";
import type { Order } from "#lib/order/schema.ts";
import type { Redis } from "#lib/redis/client.ts";

/** What an order does with its discount code; nothing at all where it has none. */

const makeUse = (order: Order): DiscountUse | null =>
  order.discount_code
    ? { code: order.discount_code, order: order.id, shopper: shopperId(order.owner, order.email) }
    : null;

/** Takes the use of the code aside, whatever the code has become worth meanwhile: the amount is agreed. */
export async function holdUse(redis: Redis, order: Order): Promise<"held" | "closed" | DiscountRefusal> {
  const its = makeUse(order);
  return its ? holdDiscount(redis, its, subtotalOf(order)) : "held";
}

export async function closeUse(redis: Redis, order: Order, outcome: "used" | "released"): Promise<void> {
  const its = makeUse(order);
  if (its) await closeDiscount(redis, its, outcome);
}

export async function returnUse(redis: Redis, order: Order): Promise<void> {
  const its = makeUse(order);
  if (its) await returnDiscount(redis, its);
}
