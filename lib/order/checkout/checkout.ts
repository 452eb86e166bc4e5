import type { Cart } from "#lib/cart/schema.ts";
import type { DiscountRefusal } from "#lib/discount/schema.ts";
import { lockCart } from "#lib/order/lifecycle/cart-lock.ts";
import { decideOrder, finishOrder } from "#lib/order/lifecycle/finish.ts";
import { addPendingOrder, changeOrder, readOrder } from "#lib/order/record.ts";
import type { CheckoutBody, Order, Recipient, ShortLine } from "#lib/order/schema.ts";
import type { Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { now } from "#lib/redis/tasks/pending-work.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { nowSeconds } from "#lib/time.ts";
import { fingerprintOf, orderIdOf } from "./idempotency.ts";
import { priceCart } from "./price.ts";

/** A placed order, or why there is none. */
export type CheckoutResult =
  | { ok: true; order: Order }
  /** The cart is empty. */
  | { ok: false; reason: "empty" }
  /** The cart or a price has changed since the total was shown; `total` is the current one, with the discount. */
  | { ok: false; reason: "changed"; cart: Cart; total: string }
  /** Not enough stock, or more than a purchase limit allows; nothing was bought and the cart is as it was. */
  | { ok: false; reason: "short"; short: ShortLine[] }
  /** The discount code can't be used; nothing was bought and the cart is as it was. */
  | { ok: false; reason: "discount"; code: string; refusal: DiscountRefusal }
  /** Another checkout of this cart, or under this key, is under way. */
  | { ok: false; reason: "under-way" }
  /** This key was used with another body before. */
  | { ok: false; reason: "other-body" };

/** The result of an order that exists, for a request with its key; null for one that was never written. */
function resultOf(order: Order, fingerprint: string): CheckoutResult | null {
  if (order.status === "abandoned") return null;
  if (order.fingerprint !== fingerprint) return { ok: false, reason: "other-body" };
  if (order.status === "pending") return { ok: false, reason: "under-way" };
  if (order.status === "rejected") {
    const { refusal, discount_code: code, short } = order;
    return refusal ? { ok: false, reason: "discount", code, refusal } : { ok: false, reason: "short", short };
  }
  return { ok: true, order };
}

/** Decides and finishes an order. Once it is decided the result is known, and the sweeper can do the rest. */
async function completeOrder(redis: Redis, pending: Order, fingerprint: string): Promise<CheckoutResult> {
  const order = await decideOrder(redis, pending);
  try {
    await finishOrder(redis, order, pending.began);
  } catch (error) {
    if (!isRedisAway(error)) throw error;
  }
  return resultOf(order, fingerprint) ?? { ok: false, reason: "under-way" };
}

/**
 * {@link checkout} on a given connection. docs/orders.md describes the steps and what happens after a crash at each of
 * them. Eleven to thirteen round trips, one more for each line and two for a discount code.
 */
export async function runCheckout(
  redis: Redis,
  request: { owner: Owner; key: string; body: CheckoutBody & Recipient },
): Promise<CheckoutResult> {
  const { owner, key, body } = request;
  const id = orderIdOf(owner.id, key);
  const fingerprint = fingerprintOf(body);
  const readExisting = async () => {
    const order = await readOrder(redis, id);
    return { order, result: order && resultOf(order, fingerprint) };
  };
  const existing = await readExisting();
  if (existing.result) return existing.result;

  // The same request may have been sent twice, and the other one may have placed the order since it was read.
  const existingOr = async (failure: CheckoutResult) => (await readExisting()).result ?? failure;
  const { cart, discountAmount, refusal, ...priced } = await priceCart(redis, owner, body);
  if (cart.items.length === 0) return existingOr({ ok: false, reason: "empty" });
  if (refusal) return existingOr({ ok: false, reason: "discount", code: body.discount ?? "", refusal });
  if (priced.total !== body.total) return existingOr({ ok: false, reason: "changed", cart, total: priced.total });

  const began = now();
  const lock = await lockCart(redis, owner.id, { id, began }, cart.items);
  if (lock.kind === "busy") return existingOr({ ok: false, reason: "under-way" });
  if (lock.kind === "changed") {
    const current = await priceCart(redis, owner, body);
    return existingOr({ ok: false, reason: "changed", cart: current.cart, total: current.total });
  }

  await addPendingOrder(redis, id, began);
  const { total, email, name, address, city, postcode, country } = body;
  const lines = cart.items.map(({ sku, name, unitPrice, quantity, lineTotal, image }) => {
    return { sku, name, unitPrice, quantity, lineTotal, image };
  });
  const fields = {
    ...{ status: "pending", owner: owner.id, began: String(began), fingerprint },
    ...{ email, name, address, city, postcode, country, total, lines: JSON.stringify(lines) },
    ...(body.discount && discountAmount !== null
      ? { discount_code: body.discount, discount_amount: discountAmount }
      : {}),
    created_at: nowSeconds(),
  };
  // The version must have been read before the cart was locked: a process that replaces the lock fences the order.
  const expected = (lock.fenced?.id === id ? lock.fenced : existing.order) ?? { status: "none" as const, version: 0 };
  const written = await changeOrder(redis, id, expected, fields);
  const order = await readOrder(redis, id);
  if (!written || !order) return (order && resultOf(order, fingerprint)) ?? { ok: false, reason: "under-way" };
  return completeOrder(redis, order, fingerprint);
}

/**
 * Buys the contents of a cart: prices it, locks it, writes the order, and decides and finishes it.
 * @param request `key` is the idempotency key; `body.total` must be the current total
 * @throws RedisUnavailableError the outcome is unknown; retry with the same key
 */
export async function checkout(request: Parameters<typeof runCheckout>[1]): Promise<CheckoutResult> {
  return withRedis((redis) => runCheckout(redis, request));
}
