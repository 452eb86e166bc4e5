import { setTimeout as sleep } from "node:timers/promises";
import type { DiscountRefusal } from "#lib/discount/schema.ts";
import { changeOrder, readOrder, removePendingOrder } from "#lib/order/record.ts";
import type { Order, OrderStatus, ShortLine } from "#lib/order/schema.ts";
import { GUEST_DATA_SECONDS } from "#lib/owner.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { closeHold, holdStock, returnSale } from "#lib/sku/stock.ts";
import { nowSeconds } from "#lib/time.ts";
import { unlockCart } from "./checkout-lock.ts";
import { closeUse, holdUse, returnUse } from "./discount-use.ts";
import { timeouts } from "./timeouts.ts";

/** The memory of a rejected order, and so of its idempotency key, in seconds. */
const REJECTED_SECONDS = 86_400;

/** At this stock and below, a change of it is told. */
const FEW_LEFT = 10;

type Held = "held" | "closed" | ShortLine[];
type Outcome = Held | DiscountRefusal;

/** Holds one line; waits a little while others hold what is missing. */
async function holdLine(redis: Redis, order: Order, sku: string, quantity: number) {
  let result = await holdStock(redis, sku, order.id, quantity);
  for (let i = 0; i < timeouts.holdTries && result.kind === "short" && result.others > 0; i++) {
    await sleep(timeouts.holdMs);
    result = await holdStock(redis, sku, order.id, quantity);
  }
  return result;
}

/**
 * Holds every line, in the order of their ids: whoever waits for a SKU holds only smaller ones, so no two orders wait
 * for each other. Stops at the first that is short and looks at the rest, to tell all at once. A round trip a line.
 */
async function holdLines(redis: Redis, order: Order): Promise<Held> {
  const lines = [...order.lines].sort((a, b) => (a.sku < b.sku ? -1 : 1));
  for (const [i, { sku, name, quantity }] of lines.entries()) {
    const result = await holdLine(redis, order, sku, quantity);
    if (result.kind === "closed") return "closed";
    if (result.kind === "held") continue;
    const rest = lines.slice(i + 1);
    const stocks = await Promise.all(rest.map((line) => redis.hGet(keys.sku(line.sku), "stock")));
    const also = rest.map((line, at) => ({
      ...{ sku: line.sku, name: line.name, wanted: line.quantity },
      available: Math.max(0, Number(stocks[at] ?? 0)),
    }));
    return [
      { sku, name, wanted: quantity, available: result.stock },
      ...also.filter(({ wanted, available }) => available < wanted),
    ];
  }
  return "held";
}

function decisionOf(outcome: Exclude<Outcome, "closed">): Record<string, string> {
  if (outcome === "held") return { status: "placed", placed_at: nowSeconds() };
  return { status: "rejected", [Array.isArray(outcome) ? "short" : "refusal"]: JSON.stringify(outcome) };
}

/**
 * Decides a pending order: all lines and the discount held → `placed`, which is the commit point; else → `rejected`.
 * Any number of processes may do this at once; the first decides. @returns the order as it was decided
 */
export async function decideOrder(redis: Redis, order: Order): Promise<Order> {
  if (order.status !== "pending") return order;
  const lines = await holdLines(redis, order);
  // Last of all, like a SKU with the highest id: whoever waits for stock keeps no code from others.
  const outcome = lines === "held" ? await holdUse(redis, order) : lines;
  if (outcome !== "closed") await changeOrder(redis, order.id, { status: "pending" }, decisionOf(outcome));
  return (await readOrder(redis, order.id)) ?? order;
}

/** Statuses go only forward, so whoever enters an order under one may strike it out under those before. */
const BEFORE: Partial<Record<OrderStatus, OrderStatus[]>> = {
  shipped: ["placed"],
  delivered: ["placed", "shipped"],
  cancelled: ["placed"],
};

async function indexOrder(redis: Redis, order: Order): Promise<void> {
  const entry = { score: order.placed_at ?? 0, value: order.id };
  const mine = keys.ordersOf(order.owner);
  const guest = !/^\d+$/.test(order.owner);
  await Promise.all([
    redis.zAdd(keys.orders, entry),
    redis.zAdd(mine, entry).then(() => (guest ? redis.expire(mine, 2 * GUEST_DATA_SECONDS) : 0)),
    redis.zAdd(keys.ordersOfEmail(order.email), entry),
    redis.zAdd(keys.ordersOfStatus(order.status), entry),
  ]);
  await Promise.all((BEFORE[order.status] ?? []).map((status) => redis.zRem(keys.ordersOfStatus(status), order.id)));
}

/**
 * Does everything that follows from the status of a decided order. Each step may be done again, by anybody, at any
 * time; the last takes the order off the list of those with work under way.
 * @param began the announcement that this work answers
 */
export async function finishOrder(redis: Redis, order: Order, began: number): Promise<void> {
  const { id, lines, status } = order;
  if (status === "rejected") {
    await Promise.all([
      ...lines.map((line) => closeHold(redis, line.sku, id, "stock")),
      closeUse(redis, order, "released"),
    ]);
    await unlockCart(redis, order, []);
    await redis.expire(keys.order(id), REJECTED_SECONDS);
  } else if (status !== "pending" && status !== "abandoned") {
    const [stocks] = await Promise.all([
      Promise.all(lines.map((line) => closeHold(redis, line.sku, id, "sold"))),
      closeUse(redis, order, "used"),
      unlockCart(redis, order, lines),
      indexOrder(redis, order),
    ]);
    if (status === "cancelled") {
      const sales = lines.map((line) => returnSale(redis, line.sku, id, line.quantity));
      await Promise.all([...sales, returnUse(redis, order)]);
    }
    // Pages say how many are left when there are few.
    const scarce = lines.filter((_, i) => (stocks[i] ?? 0) <= FEW_LEFT);
    await Promise.all(scarce.map((line) => redis.publish(keys.skusChanged, `stock ${line.sku}`)));
  }
  await removePendingOrder(redis, id, began);
}
