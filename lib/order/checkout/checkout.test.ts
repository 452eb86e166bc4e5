import { beforeAll, beforeEach, expect, test } from "vitest";
import { addToCart, getCart } from "#lib/cart/store.ts";
import { finishOrder } from "#lib/order/lifecycle/finish.ts";
import { timeouts } from "#lib/order/lifecycle/timeouts.ts";
import { transitionOrder } from "#lib/order/lifecycle/transition.ts";
import type { Recipient } from "#lib/order/schema.ts";
import { getOrder, listAllOrders, listOrders } from "#lib/order/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { createSku as createSkuByAdmin, removeSku } from "#lib/sku/edit/edit.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { checkout } from "./checkout.ts";

setUpRedis(launchTestCluster);

const recipient: Recipient = {
  ...{ name: "Ann Other", address: "1 Road", city: "Town", postcode: "1000" },
  ...{ country: "NL", email: "ann@example.org" },
};
const owner = (id: string) => ({ id, guest: !/^\d+$/.test(id) });
const buy = (id: string, total: string, key = "a key") =>
  checkout({ owner: owner(id), key, body: { ...recipient, total } });
const readSku = async (id: string) => {
  const hash = await withRedis((redis) => redis.hGetAll(keys.sku(id)));
  return { stock: Number(hash.stock), sold: Number(hash.sold ?? 0) };
};
const createSku = (id: string, price: string, stock: number) =>
  withRedis((redis) => redis.hSet(keys.sku(id), { name: `Thing ${id}`, price, stock: String(stock) }));

// However long a busy machine suspends a checkout, nothing here may treat it as crashed.
beforeAll(() => void Object.assign(timeouts, { staleLockMs: 120_000 }));
beforeEach(async () => {
  await createSku("LAMP", "199.99", 5);
  await createSku("CHAIR", "0.10", 3);
});

test("an order has the lines of the cart at the prices of that moment, and the cart is empty afterwards", async () => {
  await addToCart(owner("7"), "LAMP", 2);
  await addToCart(owner("7"), "CHAIR", 3);
  const result = await buy("7", "400.28");
  expect(result).toMatchObject({ ok: true, order: { status: "placed", total: "400.28", owner: "7" } });
  await withRedis((redis) => redis.hSet(keys.sku("LAMP"), { price: "1.00", name: "Other" }));
  const id = result.ok ? result.order.id : "";
  expect((await getOrder("7", id))?.lines.find(({ sku }) => sku === "LAMP")).toMatchObject({
    ...{ name: "Thing LAMP", unitPrice: "199.99", quantity: 2, lineTotal: "399.98" },
  });
  expect(await getOrder("8", id)).toBeNull();
  expect((await listOrders("7", { limit: 10 })).items).toHaveLength(1);
  expect((await getCart(owner("7"))).items).toEqual([]);
  expect([await readSku("LAMP"), await readSku("CHAIR")]).toEqual([
    { stock: 3, sold: 2 },
    { stock: 0, sold: 3 },
  ]);
  const unfinished = await withRedis((redis) => Promise.all([redis.zCard(keys.ordersPending), redis.keys("*:holds")]));
  expect(unfinished).toEqual([0, []]);
});

test("G2: the same key gives the same order, and another body with it is refused", async () => {
  await addToCart(owner("7"), "LAMP", 1);
  const first = await buy("7", "199.99");
  await addToCart(owner("7"), "LAMP", 1);
  expect(await buy("7", "199.99")).toEqual(first);
  expect(await buy("7", "0.10")).toEqual({ ok: false, reason: "other-body" });
  expect((await getCart(owner("7"))).totalItems).toBe(1);
  // A key belongs to its owner: the same key of another owner is unrelated.
  expect(await buy("8", "199.99")).toEqual({ ok: false, reason: "empty" });
});

test("twenty requests with the same key at once: one order, and the others get it or are told to wait", async () => {
  await addToCart(owner("7"), "LAMP", 1);
  const results = await Promise.all(Array.from({ length: 20 }, () => buy("7", "199.99")));
  const orders = results.flatMap((result) => (result.ok ? [result.order.id] : []));
  expect(new Set(orders).size).toBe(1);
  expect(results.filter((result) => !result.ok && result.reason !== "under-way")).toEqual([]);
  expect(await readSku("LAMP")).toEqual({ stock: 4, sold: 1 });
});

test("twenty requests with different keys at once for one cart: it is bought once", async () => {
  await addToCart(owner("7"), "LAMP", 1);
  const results = await Promise.all(Array.from({ length: 20 }, (_, i) => buy("7", "199.99", `key ${i}`)));
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await readSku("LAMP")).toEqual({ stock: 4, sold: 1 });
});

test("a changed price is reported before anything is bought", async () => {
  await addToCart(owner("7"), "LAMP", 1);
  await withRedis((redis) => redis.hSet(keys.sku("LAMP"), "price", "200.00"));
  expect(await buy("7", "199.99")).toMatchObject({ ok: false, reason: "changed", cart: { totalValue: "200.00" } });
  expect(await buy("7", "200.00")).toMatchObject({ ok: true });
});

test("fifty carts for a stock of one: one order is placed, 49 shoppers are told what is short and keep their carts", async () => {
  await createSku("LAST", "5.00", 1);
  const ids = Array.from({ length: 50 }, (_, i) => `gShopper${i}`);
  await Promise.all(ids.map((id) => addToCart(owner(id), "LAST", 1)));
  const results = await Promise.all(ids.map((id) => buy(id, "5.00")));
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  for (const [i, result] of results.entries()) {
    const { totalItems } = await getCart(owner(ids[i] ?? ""));
    expect(totalItems).toBe(result.ok ? 0 : 1);
    if (result.ok) continue;
    const short = [{ sku: "LAST", name: "Thing LAST", wanted: 1, available: 0 }];
    expect(result).toEqual({ ok: false, reason: "short", short });
  }
  expect(await readSku("LAST")).toEqual({ stock: 0, sold: 1 });
});

test("all short lines are reported, and nothing is held for the others", async () => {
  await addToCart(owner("7"), "LAMP", 6);
  await addToCart(owner("7"), "CHAIR", 4);
  const result = await buy("7", "1200.34");
  expect(result).toMatchObject({ reason: "short", short: [{ available: 3 }, { available: 5 }] });
  expect([await readSku("LAMP"), await readSku("CHAIR")]).toMatchObject([{ stock: 5 }, { stock: 3 }]);
});

test("a cancelled order returns its stock once; a shipped one can't be cancelled", async () => {
  await addToCart(owner("7"), "LAMP", 2);
  const one = await buy("7", "399.98");
  const id = one.ok ? one.order.id : "";
  const cancelled = await Promise.all(Array.from({ length: 5 }, () => transitionOrder(id, "cancelled")));
  expect(cancelled.every(({ ok }) => ok)).toBe(true);
  expect(await readSku("LAMP")).toEqual({ stock: 5, sold: 0 });

  await addToCart(owner("7"), "LAMP", 1);
  const two = await buy("7", "199.99", "another key");
  const shipped = two.ok ? two.order.id : "";
  expect(await transitionOrder(shipped, "delivered")).toEqual({ ok: false, reason: "not-now", status: "placed" });
  await transitionOrder(shipped, "shipped");
  expect(await transitionOrder(shipped, "cancelled")).toEqual({ ok: false, reason: "not-now", status: "shipped" });
  expect(await transitionOrder("0000000000000000", "shipped")).toEqual({ ok: false, reason: "unknown" });
  const find = async (query: object) => (await listAllOrders({ limit: 10, ...query })).items.map((order) => order.id);
  expect(await find({ status: "shipped" })).toEqual([shipped]);
  expect(await find({ status: "placed" })).toEqual([]);
  expect(await find({ q: id.toLowerCase() })).toEqual([id]);
  expect(await find({ q: "ANN@example.org" })).toEqual([shipped, id]);
});

test("a cancelled order returns its stock once, however often it is finished again", async () => {
  await addToCart(owner("7"), "LAMP", 2);
  const one = await buy("7", "399.98");
  await addToCart(owner("8"), "LAMP", 2);
  await buy("8", "399.98");
  if (!one.ok) throw new Error("not placed");
  const cancelled = await transitionOrder(one.order.id, "cancelled");
  if (!cancelled.ok) throw new Error("not cancelled");
  for (let i = 0; i < 2; i++) await withRedis((redis) => finishOrder(redis, cancelled.order, 0));
  expect(await readSku("LAMP")).toEqual({ stock: 3, sold: 2 });
});

test("B7: deleting a SKU breaks neither the orders nor the carts that contain it, and other lines go back", async () => {
  await addToCart(owner("7"), "LAMP", 1);
  await addToCart(owner("7"), "CHAIR", 2);
  const result = await buy("7", "200.19");
  await addToCart(owner("7"), "LAMP", 1);
  await withRedis((redis) => redis.unlink(keys.sku("LAMP")));
  const id = result.ok ? result.order.id : "";
  expect(await transitionOrder(id, "cancelled")).toMatchObject({ ok: true });
  expect(await withRedis((redis) => redis.exists(keys.sku("LAMP")))).toBe(0);
  expect(await readSku("CHAIR")).toEqual({ stock: 3, sold: 0 });
  expect(await buy("7", "199.99", "another key")).toEqual({ ok: false, reason: "empty" });
});

test("B2: a cancelled order gives nothing to a SKU that has taken the id of the one it bought", async () => {
  const sku = { id: "LAMP", name: "Lamp", price: "1.00", stock: 5, category: "home", brand: "", description: "" };
  const again = { ...sku, image: "/pictures/package.svg", purchaseLimit: null };
  await addToCart(owner("7"), "LAMP", 2);
  const first = await buy("7", "399.98");
  await removeSku("LAMP");
  await createSkuByAdmin(again);
  await addToCart(owner("8"), "LAMP", 3);
  const second = await buy("8", "3.00");
  if (!first.ok || !second.ok) throw new Error("not placed");
  expect(await transitionOrder(first.order.id, "cancelled")).toMatchObject({ ok: true });
  expect(await readSku("LAMP")).toEqual({ stock: 2, sold: 3 });
  expect(await transitionOrder(second.order.id, "cancelled")).toMatchObject({ ok: true });
  expect(await readSku("LAMP")).toEqual({ stock: 5, sold: 0 });
});
