import { setTimeout as sleep } from "node:timers/promises";
import { clearCart, getCart, setCartLine } from "#lib/cart/store.ts";
import { checkout } from "#lib/order/checkout/checkout.ts";
import { startOrderSweeper } from "#lib/order/lifecycle/sweeper.ts";
import { startOrderRepair } from "#lib/order/repair/after-failover.ts";
import { awaitRedis } from "#lib/redis/tasks/retry.ts";
import { createSession } from "#lib/session/store.ts";

/**
 * A server process for tests of failovers: its shoppers buy one thing after the other, and it tells its parent what they
 * were told. It does the background jobs of orders, too.
 */

/** What the parent wants: shoppers with these ids buy these SKUs, at 1.00 each, until it says stop. */
export type ShoppingOrder = { begin: { owners: string[]; skus: string[] } } | { stop: true };

/** What a shopper was told. */
export type ShoppingReport =
  | { kind: "ready" | "stopped" }
  | { kind: "reply"; status: number; ms: number; order?: string; sku?: string; quantity?: number }
  | { kind: "session"; sid: string }
  | { kind: "cart"; owner: string; sku: string; quantity: number }
  /** the longest time without an answer other than 503 */
  | { kind: "outage"; ms: number };

const RECIPIENT = { name: "N", address: "A", city: "C", postcode: "P", country: "X", email: "a@example.org" };
const report = (message: ShoppingReport) => process.send?.(message);

let shopping = false;
let servedAt = performance.now();
let outageMs = 0;
function noteServed(): void {
  outageMs = Math.max(outageMs, performance.now() - servedAt);
  servedAt = performance.now();
}

/**
 * Repeats work that may be repeated until it is answered. @returns null when the parent wants to stop
 * @param onServed gets how long the attempt took that was answered, in milliseconds
 */
async function untilServed<T>(work: () => Promise<T>, onServed: (ms: number) => void = () => {}): Promise<T | null> {
  for (let tries = 0; shopping || tries < 100; tries++) {
    const began = performance.now();
    try {
      const result = await work();
      noteServed();
      onServed(performance.now() - began);
      return result;
    } catch {
      report({ kind: "reply", status: 503, ms: performance.now() - began });
      await sleep(50);
    }
  }
  return null;
}

/** One checkout, repeated with its key until the answer is final. @returns whether anything was bought */
async function buyOnce(owner: { id: string; guest: boolean }, sku: string, key: string): Promise<boolean> {
  const quantity = 1 + Math.floor(Math.random() * 2);
  await untilServed(() => clearCart(owner));
  if ((await untilServed(() => setCartLine(owner, sku, quantity))) === null) return false;
  for (let tries = 0; tries < 200; tries++) {
    const cart = await untilServed(() => getCart(owner));
    let ms = 0;
    const body = { ...RECIPIENT, total: cart?.totalValue ?? "0.00" };
    const buy = () => checkout({ owner, key: `${key} ${body.total}`, body });
    const result = await untilServed(buy, (took) => {
      ms = took;
    });
    if (result === null) return false;
    if (result.ok) {
      const [line] = result.order.lines;
      const bought = { order: result.order.id, sku: line?.sku ?? "", quantity: line?.quantity ?? 0 };
      report({ kind: "reply", status: result.confirmed ? 201 : 202, ms, ...bought });
      return true;
    }
    report({ kind: "reply", status: 409, ms });
    if (result.reason !== "under-way" && result.reason !== "changed") return false;
    await sleep(100);
  }
  return false;
}

async function shop(id: string, skus: readonly string[]): Promise<void> {
  const owner = { id, guest: false };
  let soldOut = 0;
  for (let n = 0; shopping; n++) {
    // One of the first two that are not sold out; now and then one that was, in case some of it has come back.
    const isEarlier = Math.random() < 0.1;
    const chosen = isEarlier ? Math.floor(Math.random() * soldOut) : soldOut + Math.floor(Math.random() * 2);
    const sku = skus[Math.min(chosen, skus.length - 1)] ?? "";
    if (!(await buyOnce(owner, sku, `${process.pid} ${n} ${Date.now()}`)) && !isEarlier) soldOut += 1;
    // What is not an order may be lost: it is counted.
    const session = await untilServed(() => createSession(null, ""));
    if (session) report({ kind: "session", sid: session.sid });
    const other = { id: `${id}9`, guest: false };
    const quantity = (n % 90) + 1;
    if (await untilServed(() => setCartLine(other, sku, quantity)))
      report({ kind: "cart", owner: other.id, sku, quantity });
    await sleep(20);
  }
}

let running: Promise<unknown> = Promise.resolve();
process.on("message", (message: ShoppingOrder) => {
  if ("begin" in message) {
    shopping = true;
    servedAt = performance.now();
    outageMs = 0;
    running = Promise.all(message.begin.owners.map((id) => shop(id, message.begin.skus)));
    return;
  }
  shopping = false;
  void running.then(() => {
    report({ kind: "outage", ms: outageMs });
    report({ kind: "stopped" });
  });
});
process.on("disconnect", () => process.exit(0));
await awaitRedis(60_000);
startOrderSweeper();
startOrderRepair();
report({ kind: "ready" });
