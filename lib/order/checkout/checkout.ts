import type { Cart } from "#lib/cart/schema.ts";
import type { DiscountRefusal } from "#lib/discount/schema.ts";
import { lockCart } from "#lib/order/lifecycle/checkout-lock.ts";
import { decideOrder, finishOrder } from "#lib/order/lifecycle/finish.ts";
import { addPendingOrder, changeOrder, readOrder } from "#lib/order/record.ts";
import type { CheckoutBody, Order, Recipient, ShortLine } from "#lib/order/schema.ts";
import type { Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { now } from "#lib/redis/work/pending-work.ts";
import { nowSeconds } from "#lib/time.ts";
import { fingerprintOf, orderIdOf } from "./identity.ts";
import { priceCart } from "./price.ts";

/** A placed order, or why there is none. */
export type CheckoutResult =
  | { ok: true; order: Order }
  /** The cart is empty. */
  | { ok: false; reason: "empty" }
  /** The total that was shown no longer holds; this is what the cart comes to now, with the discount. */
  | { ok: false; reason: "changed"; cart: Cart; total: string }
  /** Not enough stock; nothing was bought and the cart is as it was. */
  | { ok: false; reason: "short"; short: ShortLine[] }
  /** The discount code can't be used; nothing was bought and the cart is as it was. */
  | { ok: false; reason: "discount"; code: string; refusal: DiscountRefusal }
  /** Another checkout of this cart, or under this key, is under way. */
  | { ok: false; reason: "under-way" }
  /** The same key came with another body before. */
  | { ok: false; reason: "other-body" };

/** What an order that exists says to whoever asks for it under its key. */
function replyOf(order: Order, fingerprint: string): CheckoutResult | null {
  if (order.status === "abandoned") return null;
  if (order.fingerprint !== fingerprint) return { ok: false, reason: "other-body" };
  if (order.status === "pending") return { ok: false, reason: "under-way" };
  if (order.status === "rejected") {
    const { refusal, discount_code: code, short } = order;
    return refusal ? { ok: false, reason: "discount", code, refusal } : { ok: false, reason: "short", short };
  }
  return { ok: true, order };
}

/** Decides an order and finishes it. Once it is decided we know the answer; the sweeper does what is left undone. */
async function completeOrder(redis: Redis, pending: Order, fingerprint: string): Promise<CheckoutResult> {
  const order = await decideOrder(redis, pending);
  try {
    await finishOrder(redis, order, pending.began);
  } catch (error) {
    if (!isRedisAway(error)) throw error;
  }
  return replyOf(order, fingerprint) ?? { ok: false, reason: "under-way" };
}

/**
 * The way of an order from the button to the commit, on one connection; docs/orders.md says what happens when it stops
 * at each step. Ten round trips, one more for each line and three for a discount code.
 */
export async function runCheckout(
  redis: Redis,
  request: { owner: Owner; key: string; body: CheckoutBody & Recipient },
): Promise<CheckoutResult> {
  const { owner, key, body } = request;
  const id = orderIdOf(owner.id, key);
  const fingerprint = fingerprintOf(body);
  const lookUp = async () => {
    const seen = await readOrder(redis, id);
    return { seen, known: seen && replyOf(seen, fingerprint) };
  };
  const { seen, known } = await lookUp();
  if (known) return known;

  // Whatever stands in our way may be our own order, sent twice and placed since we looked.
  const unless = async (refusal: CheckoutResult) => (await lookUp()).known ?? refusal;
  const { cart, off, refusal, ...priced } = await priceCart(redis, owner, body);
  if (cart.items.length === 0) return unless({ ok: false, reason: "empty" });
  if (refusal) return unless({ ok: false, reason: "discount", code: body.discount ?? "", refusal });
  if (priced.total !== body.total) return unless({ ok: false, reason: "changed", cart, total: priced.total });

  const began = now();
  const claim = await lockCart(redis, owner.id, { id, began }, cart.items);
  if (claim.kind === "busy") return unless({ ok: false, reason: "under-way" });
  if (claim.kind === "changed") {
    const now = await priceCart(redis, owner, body);
    return unless({ ok: false, reason: "changed", cart: now.cart, total: now.total });
  }

  await addPendingOrder(redis, id, began);
  const { total, email, name, address, city, postcode, country } = body;
  const lines = cart.items.map(({ sku, name, unitPrice, quantity, lineTotal, image }) => {
    return { sku, name, unitPrice, quantity, lineTotal, image };
  });
  const fields = {
    ...{ status: "pending", owner: owner.id, began: String(began), fingerprint },
    ...{ email, name, address, city, postcode, country, total, lines: JSON.stringify(lines) },
    ...(body.discount && off !== null ? { discount_code: body.discount, discount_amount: off } : {}),
    created_at: nowSeconds(),
  };
  // What we last saw of the order must date from before our claim: whoever replaces the claim fences the order.
  const last = (claim.fenced?.id === id ? claim.fenced : seen) ?? { status: "none" as const, version: 0 };
  const written = await changeOrder(redis, id, last, fields);
  const order = await readOrder(redis, id);
  if (!written || !order) return (order && replyOf(order, fingerprint)) ?? { ok: false, reason: "under-way" };
  return completeOrder(redis, order, fingerprint);
}

/** Buys what is in a cart, under the deadline of a request. @throws RedisUnavailableError: ask again with the same key */
export async function checkout(request: Parameters<typeof runCheckout>[1]): Promise<CheckoutResult> {
  return withRedis((redis) => runCheckout(redis, request));
}
