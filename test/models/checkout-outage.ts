import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { addToCart, getCart } from "#lib/cart/store.ts";
import { checkout } from "#lib/order/checkout/checkout.ts";
import { sweepOrders } from "#lib/order/lifecycle/sweeper.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

const RECIPIENT = { name: "N", address: "A", city: "C", postcode: "P", country: "X", email: "a@example.org" };
const SKUS = Array.from({ length: 12 }, (_, i) => `sku-${i}`);

export const listOwners = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `${i + 1}`, guest: false }));
export type Owner = ReturnType<typeof listOwners>[number];

/** Orders a cart at this total, always under the same key. */
export const buy = (owner: Owner, total: string) =>
  checkout({ owner, key: "a key of a checkout", body: { ...RECIPIENT, total } });

/** Empties the Redis and puts so many of each of twelve SKUs on the shelf, at 1.00. */
export async function stockUp(stock: number): Promise<void> {
  await withRedis((redis) => redis.flushAll());
  await withRedis((redis) =>
    Promise.all(SKUS.map((sku) => redis.hSet(keys.sku(sku), { name: sku, price: "1.00", stock: String(stock) }))),
  );
}

/** Stock, what is held and what is sold of every SKU. */
export async function takeStock(): Promise<{ stock: number; held: number; sold: number }[]> {
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

async function untilDecided(): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const left = await withRedis((redis) => redis.zCard(keys.ordersPending)).catch(() => 1);
    if (left === 0) return;
    await withRedis(sweepOrders).catch(() => {});
    await sleep(100);
  }
}

/**
 * Twenty carts order one of each of twelve SKUs, of which there are five, and amid that something breaks. When it has
 * passed, whoever had no answer asks again under the same key: five orders are placed, fifteen carts are as they were,
 * and of every SKU what was supplied is stock or sold.
 * @param breakIt begins while the orders are under way
 * @param mendIt resolves when Redis can be reached again
 */
export async function rushThrough(breakIt: () => void, mendIt: () => void | Promise<void>): Promise<void> {
  await stockUp(5);
  const owners = listOwners(20);
  for (const owner of owners) for (const sku of SKUS) await addToCart(owner, sku, 1);
  const orders = owners.map((owner) => buy(owner, "12.00").catch(() => null));
  setTimeout(breakIt, 15);
  await Promise.all(orders);
  await mendIt();
  await untilDecided();
  const answers = [];
  for (const owner of owners) answers.push(await buy(owner, "12.00"));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(5);
  for (const figures of await takeStock()) expect(figures).toEqual({ stock: 0, held: 0, sold: 5 });
  const carts = await Promise.all(owners.map(getCart));
  expect(carts.map((cart) => cart.totalItems)).toEqual(answers.map((answer) => (answer.ok ? 0 : SKUS.length)));
}
