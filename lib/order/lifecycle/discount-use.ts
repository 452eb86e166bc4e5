import { closeDiscount, type DiscountUse, holdDiscount, returnDiscount } from "#lib/discount/hold.ts";
import type { DiscountRefusal } from "#lib/discount/schema.ts";
import { subtotalOf } from "#lib/order/public-order.ts";
import type { Order } from "#lib/order/schema.ts";
import { shopperOf } from "#lib/order/shopper-id.ts";
import type { Redis } from "#lib/redis/client.ts";

/**
 * What an order does with its discount code. Each step does nothing for an order without a code, else one round trip.
 */

const discountUseOf = (order: Order): DiscountUse | null =>
  order.discount_code
    ? { code: order.discount_code, order: order.id, shopper: shopperOf(order), began: order.began / 1000 }
    : null;

/**
 * Holds one use of the code. The amount was agreed with the shopper, so it does not matter if the code has changed
 * since.
 */
export async function holdDiscountUse(redis: Redis, order: Order): Promise<"held" | "closed" | DiscountRefusal> {
  const use = discountUseOf(order);
  return use ? holdDiscount(redis, use, subtotalOf(order)) : "held";
}

/** Ends the hold: the use is counted, or released. */
export async function closeDiscountUse(redis: Redis, order: Order, outcome: "used" | "released"): Promise<void> {
  const use = discountUseOf(order);
  if (use) await closeDiscount(redis, use, outcome);
}

/** Returns the use of a cancelled order. */
export async function returnDiscountUse(redis: Redis, order: Order): Promise<void> {
  const use = discountUseOf(order);
  if (use) await returnDiscount(redis, use);
}
