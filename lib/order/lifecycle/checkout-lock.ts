import { fenceOrder } from "#lib/order/record.ts";
import type { Order, OrderLine } from "#lib/order/schema.ts";
import { lockCartScript } from "#lib/order/scripts/lock-cart.ts";
import { unlockCartScript } from "#lib/order/scripts/unlock-cart.ts";
import { GUEST_DATA_SECONDS } from "#lib/owner.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { timeouts } from "./timeouts.ts";

/** One checkout of a cart at a time, so that a second click or a second tab does not buy everything again. */
/** Longer than any guest cart; a lost claim would only leave what was bought in the cart. */
const LOCK_SECONDS = 2 * GUEST_DATA_SECONDS;

const lockOf = (order: { id: string; began: number }) => `${order.id} ${order.began}`;

type Lines = readonly Pick<OrderLine, "sku" | "quantity">[];
const flattenLines = (lines: Lines) => lines.flatMap((line) => [line.sku, line.quantity]);

/**
 * Whether the cart is ours to buy; else it has changed, or another checkout of it is under way. `fenced` is the order
 * of a claim that was left behind and is replaced.
 */
export type LockResult = { kind: "ok"; fenced?: Order } | { kind: "changed" } | { kind: "busy" };

/**
 * Claims a cart that holds exactly these lines for an order about to be written. A claim that an attempt left behind
 * when it died is replaced, and the attempt fenced off. One round trip; three for a claim left behind.
 */
export async function lockCart(
  redis: Redis,
  owner: string,
  order: { id: string; began: number },
  lines: Lines,
): Promise<LockResult> {
  const places = { cart: keys.cart(owner), checkout: keys.cartCheckout(owner), movedTo: keys.cartMovedTo(owner) };
  const lock = (replaces: string) =>
    lockCartScript(redis, {
      ...places,
      lock: lockOf(order),
      replaces,
      expirySeconds: LOCK_SECONDS,
      rest: flattenLines(lines),
    });
  const first = await lock("");
  if (first === "ok" || first === "changed") return { kind: first };
  const [id = "", began = "0"] = first.split(" ");
  if (Date.now() - Number(began) < timeouts.claimMs) return { kind: "busy" };
  const fenced = await fenceOrder(redis, id);
  const undone = fenced.status === "rejected" || fenced.status === "abandoned";
  const alive = fenced.began === Number(began) && !undone;
  // Our own order, written by another attempt: its answer is ours.
  const answered = id === order.id && fenced.status !== "abandoned";
  if (alive || answered) return { kind: "busy" };
  const second = await lock(first);
  return second === "ok" ? { kind: "ok", fenced } : { kind: second === "changed" ? "changed" : "busy" };
}

/** Ends an order's checkout of its cart; the lines it bought leave the cart. Happens once. One round trip. */
export async function unlockCart(redis: Redis, order: Order, bought: Lines): Promise<void> {
  const places = { cart: keys.cart(order.owner), checkout: keys.cartCheckout(order.owner) };
  await unlockCartScript(redis, { ...places, lock: lockOf(order), rest: flattenLines(bought) });
}
