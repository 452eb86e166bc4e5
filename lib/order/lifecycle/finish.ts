import { setTimeout as sleep } from "node:timers/promises";
import type { DiscountRefusal } from "#lib/discount/schema.ts";
import { logError, logEvent } from "#lib/log.ts";
import { parseMoney } from "#lib/money.ts";
import { addPendingOrder, changeOrder, readOrder, removePendingOrder } from "#lib/order/record.ts";
import { type Order, type OrderStatus, orderHash, type ShortLine } from "#lib/order/schema.ts";
import { shopperOf } from "#lib/order/shopper-id.ts";
import { GUEST_DATA_SECONDS, isUserId } from "#lib/owner.ts";
import { countShop } from "#lib/process/counters/counters.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { refusalOf } from "#lib/redis/trouble.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { stockMessage } from "#lib/sku/changes.ts";
import { checkStock, closeHold, type HoldResult, holdStock, returnSale, type StockUse } from "#lib/sku/stock.ts";
import { nowSeconds } from "#lib/time.ts";
import { unlockCart } from "./cart-lock.ts";
import { closeDiscountUse, holdDiscountUse, returnDiscountUse } from "./discount-use.ts";
import { awaitConsequences, awaitHolds, awaitStatus, listsOf } from "./durability.ts";
import { timeouts } from "./timeouts.ts";

/** How often an order is held again whose holds are gone, because the node that had them has failed. */
const HOLD_AGAIN = 3;
/** How long a rejected order, and with it its idempotency key, is remembered. */
const REJECTED_SECONDS = 86_400;

type LinesOutcome = "held" | "closed" | ShortLine[];
type Outcome = LinesOutcome | DiscountRefusal;

type NamedUse = StockUse & { name: string };

/** What an order takes of its SKUs, by line. */
function stockUsesOf(order: Order): NamedUse[] {
  const [shopper, began] = [shopperOf(order), order.began / 1000];
  return order.lines.map(({ sku, name, quantity }) => ({ sku, name, order: order.id, shopper, quantity, began }));
}

/** Holds one line; retries for a short time while other orders hold what is missing. */
async function holdLine(redis: Redis, use: StockUse) {
  let result = await holdStock(redis, use);
  for (let i = 0; i < timeouts.holdRetries && result.kind === "short" && result.others > 0; i++) {
    await sleep(timeouts.holdRetryMs);
    result = await holdStock(redis, use);
  }
  return result;
}

/** A line that was found short, for the shopper; none when it was not. */
function toShortLines({ sku, name, quantity: wanted }: NamedUse, result: HoldResult): ShortLine[] {
  if (result.kind !== "short") return [];
  const { available, limit } = result;
  return [{ sku, name, wanted, available, ...(limit === null ? {} : { limit }) }];
}

/**
 * Holds every line in the order of the SKU ids: an order that waits for a SKU holds only smaller ids, so no two orders
 * wait for each other. At the first line that is short it only checks the rest, to report all short lines at once. One
 * round trip for each line.
 */
async function holdLines(redis: Redis, order: Order): Promise<LinesOutcome> {
  const uses = stockUsesOf(order).sort((a, b) => (a.sku < b.sku ? -1 : 1));
  for (const [i, use] of uses.entries()) {
    const result = await holdLine(redis, use);
    if (result.kind === "closed") return "closed";
    if (result.kind === "held") continue;
    const checkRest = uses.slice(i + 1).map(async (other) => toShortLines(other, await checkStock(redis, other)));
    return [...toShortLines(use, result), ...(await Promise.all(checkRest)).flat()];
  }
  return "held";
}

function decisionOf(outcome: Exclude<Outcome, "closed">): Record<string, string> {
  if (outcome === "held") return { status: "placed", placed_at: nowSeconds() };
  return { status: "rejected", [Array.isArray(outcome) ? "short" : "refusal"]: JSON.stringify(outcome) };
}

/** The fields of a decision, as they are read back. */
const decisionFields = orderHash.pick({ status: true, placed_at: true, short: true, refusal: true });

/** An order with the decision that was just written to its hash. */
function withDecision(order: Order, decision: Record<string, string>): Order {
  return { ...order, ...decisionFields.parse(decision), version: order.version + 1 };
}

/** Holds everything that an order takes. @returns whether it may be decided, and how; null: not yet */
async function holdAll(redis: Redis, order: Order): Promise<Outcome | null> {
  for (let tries = 0; tries < HOLD_AGAIN; tries++) {
    const lines = await holdLines(redis, order);
    // Last, as if it were the SKU with the highest id: an order that waits for stock does not block a code for others.
    const outcome = lines === "held" ? await holdDiscountUse(redis, order) : lines;
    if (outcome !== "held") return outcome;
    const held = await awaitHolds(redis, order);
    if (held === "acknowledged") return outcome;
    if (held === "late") return null;
    await addPendingOrder(redis, order.id, order.began);
  }
  return null;
}

/** Counts an order for the figures of the store. */
function countPlaced({ total }: Order): void {
  countShop("orders");
  countShop("revenue", parseMoney(total) ?? 0);
}

/**
 * Decides a pending order: `placed`, which is the commit point, when all lines and the discount are held, otherwise
 * `rejected`. Any number of processes may do this at once; the first one decides. Up to two round trips, one more when
 * another process decided, and one for each line; none for an order that is not pending. In a cluster with replicas, two
 * more and the time of the replication.
 * @returns the order as it was decided; still pending when replicas did not acknowledge its holds in time
 */
export async function decideOrder(redis: Redis, order: Order): Promise<Order> {
  if (order.status !== "pending") return order;
  const outcome = await holdAll(redis, order);
  if (outcome === null) return order;
  if (outcome !== "closed") {
    const decision = decisionOf(outcome);
    // Not read again: from here on nothing may fail that could hide what was decided.
    if (await changeOrder(redis, order.id, { status: "pending" }, decision)) {
      if (decision.status === "placed") countPlaced(order);
      return withDecision(order, decision);
    }
  }
  const current = (await readOrder(redis, order.id)) ?? order;
  if (outcome !== "closed" || current.status !== "pending") return current;
  // A hold is closed after the decision alone: the node of the order has lost it. Nobody was told that it is placed.
  const decision = decisionOf([]);
  const isRejected = await changeOrder(redis, order.id, { status: "pending" }, decision);
  return isRejected ? withDecision(current, decision) : ((await readOrder(redis, order.id)) ?? order);
}

/** Statuses only go forward, so an order that is listed under one can be removed from the lists of those before it. */
export const EARLIER: Partial<Record<OrderStatus, OrderStatus[]>> = {
  shipped: ["placed"],
  delivered: ["placed", "shipped"],
  cancelled: ["placed"],
};

/** Lists a placed order. One round trip, one more for an order that is past `placed`. */
async function indexOrder(redis: Redis, order: Order): Promise<void> {
  const entry = { score: order.placed_at ?? 0, value: order.id };
  const ordersOfOwner = keys.ordersOf(order.owner);
  const expires = !isUserId(order.owner);
  await Promise.all([
    ...listsOf(order).map((list) => redis.zAdd(list, entry)),
    ...(expires ? [redis.expire(ordersOfOwner, 2 * GUEST_DATA_SECONDS)] : []),
  ]);
  await Promise.all((EARLIER[order.status] ?? []).map((status) => redis.zRem(keys.ordersOfStatus(status), order.id)));
}

/**
 * Has every process drop its pages that show the stock of a SKU. Nothing of an order depends on it, so without the
 * permission to publish (Redis 7 gives new users none) orders are finished all the same. One round trip.
 * @param left after a sale
 */
async function announceStock(redis: Redis, sku: string, left?: number): Promise<void> {
  try {
    await redis.publish(keys.skusChanged, stockMessage(sku, left));
  } catch (error) {
    if (isRedisAway(error) && refusalOf(error) !== "NOPERM") throw error;
    logError("stock-not-announced", error, { sku });
  }
}

/** Turns the hold of a placed order into a sale; logs one that was lost with the server that had it. */
async function sellHold(redis: Redis, use: NamedUse): Promise<number> {
  const { stock, taken, lacking } = await closeHold(redis, use, "sold");
  const { sku, order } = use;
  if (lacking > 0)
    logError("sold-twice", new Error("Sold again after a failover"), { sku, order, units: String(lacking) });
  else if (taken > 0) logEvent("warn", "hold-restored", { sku, order, units: String(taken) });
  return stock;
}

/** Does what follows from the status of a decided order. Every step is idempotent. */
async function followStatus(redis: Redis, order: Order): Promise<void> {
  const { id, lines, status } = order;
  const uses = stockUsesOf(order);
  if (status === "rejected") {
    const [released] = await Promise.all([
      Promise.all(uses.map((use) => closeHold(redis, use, "stock"))),
      closeDiscountUse(redis, order, "released"),
    ]);
    await unlockCart(redis, order, []);
    await redis.expire(keys.order(id), REJECTED_SECONDS);
    await Promise.all(lines.filter((_, i) => released[i]?.wasHeld).map(({ sku }) => announceStock(redis, sku)));
  } else if (status !== "abandoned") {
    const [stocks] = await Promise.all([
      Promise.all(uses.map((use) => sellHold(redis, use))),
      closeDiscountUse(redis, order, "used"),
      unlockCart(redis, order, lines),
      indexOrder(redis, order),
    ]);
    if (status === "cancelled") {
      await Promise.all([
        ...uses.map((use) => returnSale(redis, use, order.placed_at ?? 0)),
        returnDiscountUse(redis, order),
      ]);
    }
    const wasReturned = status === "cancelled";
    await Promise.all(lines.map(({ sku }, i) => announceStock(redis, sku, wasReturned ? undefined : stocks[i])));
  }
}

/**
 * Does everything that follows from the status of a decided order: ends its holds, unlocks the cart, lists the order,
 * returns the stock of a cancelled one. It may be repeated by any process at any time; at the end the order is removed
 * from the list of pending orders. Two to six round trips, however many lines it has. In a cluster with replicas it waits
 * until these have the status, and until they have what follows from it; without that the order stays pending work.
 * @param began score of the pending entry that this call completes
 * @returns "undecided": nothing was done, because replicas do not have a decision yet; "unacknowledged": all was done,
 *   but replicas do not have it yet, so that it remains to be looked at again
 */
export async function finishOrder(
  redis: Redis,
  order: Order,
  began: number,
): Promise<"finished" | "undecided" | "unacknowledged"> {
  if (order.status === "pending" || (await awaitStatus(redis, order)) !== "acknowledged") return "undecided";
  await followStatus(redis, order);
  if ((await awaitConsequences(redis, order)) !== "acknowledged") return "unacknowledged";
  await removePendingOrder(redis, order.id, began);
  return "finished";
}
