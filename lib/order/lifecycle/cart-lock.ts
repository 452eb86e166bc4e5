import { fenceOrder } from "#lib/order/record.ts";
import type { Order, OrderLine } from "#lib/order/schema.ts";
import { lockCartScript } from "#lib/order/scripts/lock-cart.ts";
import { unlockCartScript } from "#lib/order/scripts/unlock-cart.ts";
import { GUEST_DATA_SECONDS } from "#lib/owner.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { nowMs } from "#lib/time.ts";
import { timeouts } from "./timeouts.ts";

/**
 * The lock of a cart during its checkout: a second click or a second tab can't buy the same cart again. Its value names
 * the order and when the attempt began.
 */

/** Longer than any guest cart lives. If a lock is lost, what was bought merely stays in the cart. */
const LOCK_SECONDS = 2 * GUEST_DATA_SECONDS;

const lockOf = (order: { id: string; began: number }) => `${order.id} ${order.began}`;

type Lines = readonly Pick<OrderLine, "sku" | "quantity">[];
const flattenLines = (lines: Lines) => lines.flatMap((line) => [line.sku, line.quantity]);

/**
 * "ok": the cart is locked, and `fenced` is the order of a stale lock that was replaced; "changed": the cart has other
 * lines; "busy": another checkout of it is under way.
 */
export type LockResult = { kind: "ok"; fenced?: Order } | { kind: "changed" } | { kind: "busy" };

/**
 * Locks a cart that has exactly these lines, for an order about to be written. The lock of an attempt that crashed
 * before it wrote an order is stale: it is replaced, and that order is fenced. One round trip, three for a stale lock.
 */
export async function lockCart(
  redis: Redis,
  owner: string,
  order: { id: string; began: number },
  lines: Lines,
): Promise<LockResult> {
  const tryLock = (staleLock: string) =>
    lockCartScript(redis, {
      cart: keys.cart(owner),
      checkout: keys.cartCheckout(owner),
      movedTo: keys.cartMovedTo(owner),
      lock: lockOf(order),
      staleLock,
      expirySeconds: LOCK_SECONDS,
      rest: flattenLines(lines),
    });
  const first = await tryLock("");
  if (first === "ok" || first === "changed") return { kind: first };
  const [id = "", began = "0"] = first.split(" ");
  // One from the future is stale, too: the clock was set back since.
  if (Math.abs(nowMs() - Number(began)) < timeouts.staleLockMs) return { kind: "busy" };
  const fenced = await fenceOrder(redis, id);
  const undone = fenced.status === "rejected" || fenced.status === "abandoned";
  const inUse = fenced.began === Number(began) && !undone;
  // This very order, written by another attempt: the caller returns its result.
  const written = id === order.id && fenced.status !== "abandoned";
  if (inUse || written) return { kind: "busy" };
  const second = await tryLock(first);
  return second === "ok" ? { kind: "ok", fenced } : { kind: second === "changed" ? "changed" : "busy" };
}

/** Releases an order's lock and removes the lines it bought from the cart. Happens once. One round trip. */
export async function unlockCart(redis: Redis, order: Order, bought: Lines): Promise<void> {
  await unlockCartScript(redis, {
    cart: keys.cart(order.owner),
    checkout: keys.cartCheckout(order.owner),
    lock: lockOf(order),
    rest: flattenLines(bought),
  });
}
