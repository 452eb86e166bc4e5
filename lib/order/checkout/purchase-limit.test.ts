import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { addToCart, getCart } from "#lib/cart/store.ts";
import { finishOrder } from "#lib/order/lifecycle/finish.ts";
import { sweepOrders } from "#lib/order/lifecycle/sweeper.ts";
import { timeouts } from "#lib/order/lifecycle/timeouts.ts";
import { transitionOrder } from "#lib/order/lifecycle/transition.ts";
import { describeShort } from "#lib/order/public-order.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { createSku, editSku, removeSku } from "#lib/sku/edit/edit.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { checkout } from "./checkout.ts";

setUpRedis(launchTestCluster);

const recipient = { name: "Ann Other", address: "1 Road", city: "Town", postcode: "1000", country: "NL" };
const owner = (id: string) => ({ id, guest: !/^\d+$/.test(id) });
const lamp = {
  ...{ id: "LAMP", name: "Lamp", price: "1.00", stock: 100, category: "home" },
  ...{ brand: "", description: "", image: "/pictures/package.svg", purchaseLimit: 2 },
};

let purchases = 0;
/** Puts this many lamps into a cart and buys it; retries while another checkout of the cart is under way. */
async function buy(id: string, quantity: number, email = `${id}@example.org`) {
  await addToCart(owner(id), "LAMP", quantity);
  const { totalValue: total } = await getCart(owner(id));
  const key = `key-${purchases++}`;
  for (;;) {
    const result = await checkout({ owner: owner(id), key, body: { ...recipient, email, total } });
    if (result.ok || result.reason !== "under-way") return result;
    await sleep(10);
  }
}
async function place(...purchase: Parameters<typeof buy>): Promise<string> {
  const result = await buy(...purchase);
  if (!result.ok) throw new Error(`not placed: ${result.reason}`);
  return result.order.id;
}
const refusal = (wanted: number, available: number, limit = 2) => ({
  ok: false,
  reason: "short",
  short: [{ sku: "LAMP", name: "Lamp", wanted, available, limit }],
});
const counted = () => withRedis((redis) => redis.zRange(keys.skuBoughtBy("LAMP"), 0, -1));
const stock = () => withRedis((redis) => redis.hmGet(keys.sku("LAMP"), ["stock", "sold"]));

// However long a busy machine suspends a checkout, nothing here may treat it as crashed.
beforeAll(() => void Object.assign(timeouts, { staleLockMs: 120_000 }));
beforeEach(async () => {
  await createSku(lamp);
});

test("a shopper can buy up to the limit in several orders, and then is refused; others are not", async () => {
  const [first, second] = [await place("7", 1), await place("7", 1)];
  expect(await buy("7", 1)).toEqual(refusal(1, 0));
  expect((await getCart(owner("7"))).totalItems).toBe(1);
  await place("8", 2);
  expect((await counted()).filter((member) => member.startsWith("7 ")).sort()).toEqual(
    [`7 ${first} 1`, `7 ${second} 1`].sort(),
  );
  expect(await stock()).toEqual(["96", "4"]);
});

test("ten guests with one e-mail address at once get no more than the limit, and the stock of the others stays", async () => {
  const guests = Array.from({ length: 10 }, (_, i) => `gTwin${i}`);
  const emails = ["ann@example.org", "Ann@Example.org"];
  const results = await Promise.all(guests.map((id, i) => buy(id, 1, emails[i % 2])));
  expect(results.filter(({ ok }) => ok)).toHaveLength(2);
  expect(results.filter(({ ok }) => !ok)).toEqual(Array.from({ length: 8 }, () => refusal(1, 0)));
  expect(await stock()).toEqual(["98", "2"]);
  // The address itself is not stored with the SKU.
  expect((await counted()).join()).not.toMatch(/@|ann/i);
});

test("a cancelled order gives its units back to the shopper once", async () => {
  const one = await place("7", 1);
  await place("7", 1);
  const cancelled = await transitionOrder(one, "cancelled");
  if (!cancelled.ok) throw new Error("not cancelled");
  await place("7", 1);
  // Repeated by the sweeper after a crash: the new order still counts.
  for (let i = 0; i < 2; i++) await withRedis((redis) => finishOrder(redis, cancelled.order, 0));
  expect(await buy("7", 1)).toEqual(refusal(1, 0));
  expect(await stock()).toEqual(["98", "2"]);
});

test("a rejected order gives back what it held", async () => {
  await createSku({ ...lamp, id: "RARE", name: "Rare", stock: 0, purchaseLimit: null });
  await addToCart(owner("7"), "RARE", 1);
  expect(await buy("7", 2)).toMatchObject({ short: [{ sku: "RARE", available: 0 }] });
  expect(await counted()).toEqual([]);
  expect(await stock()).toEqual(["100", null]);
});

test("all short lines are reported, with the limit only where the shopper exceeds it", async () => {
  await place("7", 1);
  for (const [id, purchaseLimit] of [
    ["A", null],
    ["Z", 1],
  ] as const) {
    await createSku({ ...lamp, id, name: id, stock: 0, purchaseLimit });
    await addToCart(owner("7"), id, 1);
  }
  const result = await buy("7", 2);
  if (result.ok || result.reason !== "short") throw new Error("not short");
  expect(result.short).toEqual([
    { sku: "A", name: "A", wanted: 1, available: 0 },
    { sku: "LAMP", name: "Lamp", wanted: 2, available: 1, limit: 2 },
    { sku: "Z", name: "Z", wanted: 1, available: 0 },
  ]);
  expect(describeShort(result.short)).toBe(
    "A is sold out; at most 2 of Lamp per shopper (your other orders leave you 1), you wanted 2; Z is sold out",
  );
});

test("a limit counts from when it is set until it is removed, and a lowered one takes nothing back", async () => {
  await editSku("LAMP", { purchaseLimit: null });
  const before = await place("7", 5);
  expect(await counted()).toEqual([]);
  await editSku("LAMP", { purchaseLimit: 2 });
  await place("7", 2);
  // An order from before the limit has nothing to give back.
  await transitionOrder(before, "cancelled");
  expect(await buy("7", 1)).toEqual(refusal(1, 0));
  await editSku("LAMP", { purchaseLimit: 1 });
  expect(await buy("7", 0)).toEqual(refusal(1, 0, 1));
  await editSku("LAMP", { purchaseLimit: null });
  await place("7", 9);
  await editSku("LAMP", { purchaseLimit: 2 });
  await place("7", 2);
});

test("a SKU that was removed and created again has a new count", async () => {
  const old = await place("7", 2);
  await removeSku("LAMP");
  await createSku(lamp);
  await place("7", 2);
  await transitionOrder(old, "cancelled");
  expect(await buy("7", 1)).toEqual(refusal(1, 0));
});

test("a SKU without a limit keeps no record of who bought it", async () => {
  await editSku("LAMP", { purchaseLimit: null });
  await transitionOrder(await place("7", 50), "cancelled");
  await withRedis(sweepOrders);
  expect(await withRedis((redis) => redis.keys("*bought_by*"))).toEqual([]);
});
