import type { Cart } from "#lib/cart/schema.ts";
import type { DiscountRefusal } from "#lib/discount/schema.ts";
import { logError } from "#lib/log.ts";
import { lockCart } from "#lib/order/lifecycle/cart-lock.ts";
import { awaitCommit, isConfirmed } from "#lib/order/lifecycle/durability.ts";
import { decideOrder, finishOrder } from "#lib/order/lifecycle/finish.ts";
import { addPendingOrder, changeOrder, readOrder } from "#lib/order/record.ts";
import type { CheckoutBody, Order, Recipient, ShortLine } from "#lib/order/schema.ts";
import { identifyShopper } from "#lib/order/shopper-id.ts";
import type { Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { learnReplicas } from "#lib/redis/replication/replicas.ts";
import { now } from "#lib/redis/tasks/pending-work.ts";
import { isRedisAway, RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { nowSeconds } from "#lib/time.ts";
import { fingerprintOf, orderIdOf } from "./idempotency.ts";
import { priceCart } from "./price.ts";

/** A placed order, or why there is none. */
export type CheckoutResult =
  | {
      ok: true;
      order: Order;
      /** whether it would survive the failure of the server that has it, as far as replicas are connected */
      confirmed: boolean;
    }
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
  return { ok: true, order, confirmed: false };
}

/** A checkout as it was asked for. */
export interface CheckoutRequest {
  owner: Owner;
  /** idempotency key */
  key: string;
  /** `total` must be the current total */
  body: CheckoutBody & Recipient;
  /** digest of the body as it was sent, by default of `body` */
  fingerprint?: string;
  /** the order of this key as it was read before; undefined when it was not */
  existing?: Order | null;
}

/** What is known of the order of a key: nothing but `order: null` when it was never written. */
interface Attempt {
  order: Order | null;
  /** null: the key may still be used */
  result: CheckoutResult | null;
}

async function readAttempt(redis: Redis, { owner, key, body, fingerprint }: CheckoutRequest): Promise<Attempt> {
  const order = await readOrder(redis, orderIdOf(owner.id, key));
  const result = order && resultOf(order, fingerprint ?? fingerprintOf(body));
  if (!result?.ok) return { order, result };
  learnReplicas(redis);
  return { order, result: { ...result, confirmed: await isConfirmed(redis, result.order) } };
}

/**
 * Waits until replicas have the commit of an order that was just placed.
 * @returns the result that says so, or that it took too long
 * @throws RedisUnavailableError when the commit is lost already: a replica that did not have it was promoted
 */
async function confirm(redis: Redis, result: CheckoutResult): Promise<CheckoutResult> {
  if (!result.ok) return result;
  const answer = await awaitCommit(redis, result.order);
  if (answer === "missing") throw new RedisUnavailableError("The order was lost with the server that had it");
  return { ...result, confirmed: answer === "acknowledged" };
}

/**
 * Does what follows from the decision of an order. It changes nothing in the decision, so no failure of it is one of the
 * checkout: the sweeper does the rest.
 */
async function finishDecided(redis: Redis, order: Order, began: number): Promise<void> {
  try {
    await finishOrder(redis, order, began);
  } catch (error) {
    if (!isRedisAway(error)) logError("order-not-finished", error, { order: order.id });
  }
}

/** Finishes an order that another attempt decided and whose process then crashed. One round trip when there is none. */
async function finishEarlier(redis: Redis, { order, result }: Attempt): Promise<void> {
  if (!order || !result?.ok) return;
  const began = await redis.zScore(keys.ordersPending, order.id);
  if (began !== null) await finishDecided(redis, order, began);
}

/**
 * {@link checkout} on a given connection. docs/orders.md describes the steps and what happens after a crash at each of
 * them. Ten to twelve round trips, one more for each line and two for a discount code; two for an order that exists.
 * Where replicas are connected, the commit is waited for while the rest is done; in a cluster before that.
 * @param onDecided is called with the result as soon as it is known, while the rest is still being done; again when it
 *   is confirmed, and with null when it was lost after all
 */
export async function runCheckout(
  redis: Redis,
  request: CheckoutRequest,
  onDecided: (result: CheckoutResult | null) => void = () => {},
): Promise<CheckoutResult> {
  const { owner, key, body } = request;
  const id = orderIdOf(owner.id, key);
  const fingerprint = request.fingerprint ?? fingerprintOf(body);
  learnReplicas(redis);
  const [existing, shopper] = await Promise.all([
    request.existing === undefined
      ? readAttempt(redis, request)
      : ({ order: request.existing, result: null } satisfies Attempt),
    identifyShopper(redis, owner.id, body.email),
  ]);
  if (existing.result) {
    onDecided(existing.result);
    await finishEarlier(redis, existing);
    return existing.result;
  }

  // The same request may have been sent twice, and the other one may have placed the order since it was read.
  const existingOr = async (failure: CheckoutResult) => (await readAttempt(redis, request)).result ?? failure;
  const price = () => priceCart(redis, owner, { shopper, discount: body.discount });
  const { cart, discountAmount, refusal, ...priced } = await price();
  if (cart.items.length === 0) return existingOr({ ok: false, reason: "empty" });
  if (refusal) return existingOr({ ok: false, reason: "discount", code: body.discount ?? "", refusal });
  if (priced.total !== body.total) return existingOr({ ok: false, reason: "changed", cart, total: priced.total });

  const began = now();
  const lock = await lockCart(redis, owner.id, { id, began }, cart.items);
  if (lock.kind === "busy") return existingOr({ ok: false, reason: "under-way" });
  if (lock.kind === "changed") {
    const current = await price();
    return existingOr({ ok: false, reason: "changed", cart: current.cart, total: current.total });
  }

  await addPendingOrder(redis, id, began);
  const { total, email, name, address, city, postcode, country } = body;
  const lines = cart.items.map(({ sku, name, unitPrice, quantity, lineTotal, image }) => {
    return { sku, name, unitPrice, quantity, lineTotal, image };
  });
  const fields = {
    ...{ status: "pending", owner: owner.id, began: String(began), fingerprint, shopper },
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
  const decided = await decideOrder(redis, order);
  const result: CheckoutResult = resultOf(decided, fingerprint) ?? { ok: false, reason: "under-way" };
  onDecided(result);
  const confirming = confirm(redis, result);
  confirming.then(onDecided, () => onDecided(null));
  const [confirmed] = await Promise.all([confirming, finishDecided(redis, decided, order.began)]);
  return confirmed;
}

/**
 * The result of a key that was used before; null when there is no order of it yet, and then that order, if any, for
 * {@link checkout}. Two round trips when there is a result, else one.
 */
export async function findCheckout(request: CheckoutRequest): Promise<Attempt> {
  return withRedis(async (redis) => {
    const attempt = await readAttempt(redis, request);
    // What cannot be finished now is left to the sweeper.
    await finishEarlier(redis, attempt).catch(() => {});
    return attempt;
  });
}

/**
 * Buys the contents of a cart: prices it, locks it, writes the order, and decides and finishes it. Once the order is
 * decided, that is the result, whatever fails afterwards and however long it takes.
 * @throws RedisUnavailableError and any other error: the outcome is unknown; retry with the same key
 */
export async function checkout(request: CheckoutRequest): Promise<CheckoutResult> {
  let decided: CheckoutResult | null = null;
  const onDecided = (result: CheckoutResult | null) => {
    decided = result;
  };
  try {
    return await withRedis((redis) => runCheckout(redis, request, onDecided));
  } catch (error) {
    if (decided) return decided;
    throw error;
  }
}
