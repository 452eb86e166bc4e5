import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { getCart, setCartLine } from "#lib/cart/store.ts";
import { type CheckoutResult, checkout } from "#lib/order/checkout/checkout.ts";
import { sweepOrders } from "#lib/order/lifecycle/sweeper.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { retryWhileAway } from "#lib/redis/tasks/retry.ts";
import { waitForReplica } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

const RECIPIENT = { name: "N", address: "A", city: "C", postcode: "P", country: "X", email: "a@example.org" };
const SKUS = Array.from({ length: 12 }, (_, i) => `sku-${i}`);

export const listOwners = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `${i + 1}`, guest: false }));
export type Owner = ReturnType<typeof listOwners>[number];

/** Checks out a cart at this total, always with the same idempotency key. */
export const buy = (owner: Owner, total: string) =>
  checkout({ owner, key: "a key of a checkout", body: { ...RECIPIENT, total } });

/** Repeats idempotent work until Redis replies within the deadline of a request. */
export const whenServed = <T>(work: () => Promise<T>) => retryWhileAway(work, { everyMs: 100, forMs: 120_000 });

/**
 * Checks out until the result is final. An attempt that exceeds its deadline goes on in the background, and then the
 * next one finds it under way; if its connection was lost, the sweeper has to finish it.
 */
async function buyUntilFinal(owner: Owner, total: string): Promise<CheckoutResult> {
  for (;;) {
    const result = await whenServed(() => buy(owner, total));
    if (result.ok || result.reason !== "under-way") return result;
    await sleep(100);
    await withRedis(sweepOrders).catch(() => {});
  }
}

/** Empties Redis and creates twelve SKUs with this stock, at 1.00 each. */
export async function seedStock(stock: number): Promise<void> {
  await whenServed(() => withRedis((redis) => redis.flushAll()));
  await whenServed(() =>
    withRedis((redis) =>
      Promise.all(SKUS.map((sku) => redis.hSet(keys.sku(sku), { name: sku, price: "1.00", stock: String(stock) }))),
    ),
  );
}

/** Reads how much of every SKU is in stock, held and sold. */
export async function readStock(): Promise<{ stock: number; held: number; sold: number }[]> {
  return withRedis((redis) =>
    Promise.all(
      SKUS.map(async (sku) => {
        const [hash, holds] = await Promise.all([redis.hGetAll(keys.sku(sku)), redis.hVals(keys.skuHolds(sku))]);
        const held = holds.reduce((sum, quantity) => sum + Number(quantity), 0);
        return { stock: Number(hash.stock), held, sold: Number(hash.sold ?? 0) };
      }),
    ),
  );
}

/** Sweeps until no order is pending. */
async function sweepAll(): Promise<void> {
  await until(async () => {
    await withRedis(sweepOrders);
    return (await withRedis((redis) => redis.zCard(keys.ordersPending))) === 0;
  }, 100);
}

/**
 * Twenty carts order one each of twelve SKUs with a stock of five, and an outage begins meanwhile. When it is over, all
 * check out again with the same key. Then five orders are placed, fifteen carts are unchanged, and of every SKU the
 * supply equals stock plus sold.
 * @param outage `start` is called while the orders are under way, `end` resolves when Redis can be reached again;
 *   `primary` is the URL of a server whose replica must have the carts before
 */
export async function checkOutDuringOutage(outage: {
  start: () => void;
  end: () => void | Promise<void>;
  primary?: string;
}): Promise<void> {
  await seedStock(5);
  const owners = listOwners(20);
  for (const owner of owners) for (const sku of SKUS) await whenServed(() => setCartLine(owner, sku, 1));
  if (outage.primary) await waitForReplica(outage.primary);
  const orders = owners.map((owner) => buy(owner, "12.00").catch(() => null));
  setTimeout(outage.start, 15);
  await Promise.all(orders);
  await outage.end();
  await sweepAll();
  const results = [];
  for (const owner of owners) results.push(await buyUntilFinal(owner, "12.00"));
  const outcomes = results.map((result) => (result.ok ? "placed" : result.reason)).sort();
  expect(outcomes).toEqual([...Array(5).fill("placed"), ...Array(15).fill("short")]);
  for (const figures of await whenServed(readStock)) expect(figures).toEqual({ stock: 0, held: 0, sold: 5 });
  const carts = await whenServed(() => Promise.all(owners.map((owner) => getCart(owner))));
  expect(carts.map((cart) => cart.totalItems)).toEqual(results.map((result) => (result.ok ? 0 : SKUS.length)));
}
