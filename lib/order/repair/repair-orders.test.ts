import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { setCartLine } from "#lib/cart/store.ts";
import { createDiscount, getDiscount } from "#lib/discount/store.ts";
import { checkout } from "#lib/order/checkout/checkout.ts";
import { sweepOrders } from "#lib/order/lifecycle/sweeper.ts";
import { timeouts } from "#lib/order/lifecycle/timeouts.ts";
import { transitionOrder } from "#lib/order/lifecycle/transition.ts";
import type { Order } from "#lib/order/schema.ts";
import { getAnyOrder, listOrders } from "#lib/order/store.ts";
import { closeRedis, type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { startRepair } from "#lib/redis/repair/repair.ts";
import { captureLog } from "#test/capture-log.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { until } from "#test/until.ts";
import { repairRecentOrders, startOrderRepair } from "./after-failover.ts";
import { repairOrders } from "./repair-orders.ts";

/** What a failover of one node of a cluster leaves, planted by hand, is found and mended. */

setUpRedis(launchTestCluster);
beforeAll(() => {
  timeouts.sweepAfterMs = -1000;
});

const BODY = { name: "N", address: "A", city: "C", postcode: "P", country: "X", email: "a@example.org" };
const owner = { id: "7", guest: false };
let buys = 0;

async function buy({ discount }: { discount?: string } = {}): Promise<Order> {
  await setCartLine(owner, "lamp", 2);
  const body = { ...BODY, total: discount ? "5.00" : "10.00", ...(discount ? { discount } : {}) };
  const result = await checkout({ owner, key: `key ${buys++}`, body });
  if (!result.ok) throw new Error(result.reason);
  return result.order;
}

/** @returns how much of what was found */
async function repair(options: { dryRun?: boolean; recent?: boolean } = {}): Promise<Record<string, number>> {
  const { repair, found } = startRepair(await withRedis(async (redis) => redis), options);
  await repairOrders(repair, options);
  return Object.fromEntries([...found].map(([kind, { count }]) => [kind, count]));
}
const dump = () =>
  withRedis(async (redis) =>
    Object.fromEntries(
      await Promise.all(
        (await redis.keys("*")).toSorted().map(async (key) => {
          const type = await redis.type(key);
          if (type === "hash") return [key, await redis.hGetAll(key)];
          return [key, type === "zset" ? await redis.zRangeWithScores(key, 0, -1) : type];
        }),
      ),
    ),
  );
const readStock = () =>
  withRedis(async (redis) => (await redis.hmGet(keys.sku("lamp"), ["stock", "sold"])).map((value) => Number(value)));

beforeEach(async () => {
  await withRedis((redis) => redis.hSet(keys.sku("lamp"), { name: "Lamp", price: "5.00", stock: "9" }));
  await createDiscount({ code: "HALF", kind: "percent", value: "50" });
});

test("orders of every kind that agree are left alone", async () => {
  await buy();
  await buy({ discount: "HALF" });
  const { id } = await buy();
  await transitionOrder(id, "cancelled");
  await transitionOrder((await buy()).id, "shipped");
  const before = await dump();
  expect(await repair({ dryRun: true })).toEqual({});
  expect(await repair()).toEqual({});
  const { [keys.repairPosition]: _, ...after } = await dump();
  expect(after).toEqual(before);
});

type Damage = [what: string, kinds: string[], (redis: Redis, order: Order) => Promise<unknown>];
const damages: Damage[] = [
  ["all lists", ["orders that a list lacks"], (redis) => redis.del(keys.orders)],
  ["the list of its owner", ["orders that a list lacks"], (redis) => redis.del(keys.ordersOf("7"))],
  ["the list of its status", ["orders that a list lacks"], (redis) => redis.del(keys.ordersOfStatus("placed"))],
  ["the list of its address", ["orders that a list lacks"], (redis) => redis.del(keys.ordersOfEmail(BODY.email))],
  [
    "the sale, and the hold before it",
    ["orders whose units were not counted as sold"],
    async (redis, { id }) => {
      await redis.zRem(keys.skuClosed("lamp"), id);
      await redis.hSet(keys.sku("lamp"), { stock: "9", sold: "0" });
    },
  ],
  [
    "the end of the hold",
    ["orders whose units are still held", "holds on a SKU that nobody ends"],
    async (redis, { id }) => {
      await redis.zRem(keys.skuClosed("lamp"), id);
      await redis.hSet(keys.skuHolds("lamp"), id, "2");
      await redis.hSet(keys.sku("lamp"), { stock: "7", sold: "0" });
    },
  ],
  [
    "the end of the checkout in the cart",
    ["carts that are locked by a decided order"],
    async (redis, { id, began }) => {
      await redis.set(keys.cartCheckout("7"), `${id} ${began}`);
      await redis.hSet(keys.cart("7"), "lamp", "2");
    },
  ],
];

test.each(damages)(
  "a node lost %s: found, not touched by a dry run, mended, and then in order",
  async (_, kinds, lose) => {
    captureLog();
    const order = await buy();
    await withRedis((redis) => lose(redis, order));
    const before = await dump();
    const found = Object.keys(await repair({ dryRun: true }));
    expect(kinds).toEqual(expect.arrayContaining(found));
    expect(found.length).toBeGreaterThan(0);
    expect(await dump()).toEqual(before);
    expect(Object.keys(await repair({ recent: true }))).not.toEqual([]);
    expect(await repair()).toEqual({});
    expect(await readStock()).toEqual([7, 2]);
    expect((await listOrders("7", { limit: 10 })).items.map(({ id }) => id)).toEqual([order.id]);
    const [pending, cart, lock] = await withRedis((redis) =>
      Promise.all([redis.zCard(keys.ordersPending), redis.hGetAll(keys.cart("7")), redis.get(keys.cartCheckout("7"))]),
    );
    expect([pending, cart, lock]).toEqual([0, {}, null]);
  },
);

test("what a lost hold had taken and others have bought since is said: the books count it as sold", async () => {
  const log = captureLog();
  const { id } = await buy();
  await withRedis(async (redis) => {
    await redis.zRem(keys.skuClosed("lamp"), id);
    await redis.hSet(keys.sku("lamp"), { stock: "1", sold: "8" });
  });
  await repair();
  expect(await readStock()).toEqual([0, 10]);
  expect(log).toMatchObject([{ event: "sold-twice", sku: "lamp", order: id, units: "1" }]);
  expect(await repair()).toEqual({});
});

test("the use of a code that was lost is counted again", async () => {
  const { id } = await buy({ discount: "HALF" });
  await withRedis(async (redis) => {
    await redis.del([keys.discountClosed("HALF"), keys.discountUses("HALF")]);
    await redis.hSet(keys.discount("HALF"), "used", "0");
    await redis.del(keys.discounts);
  });
  expect(await repair()).toEqual({
    "orders whose discount code was not counted": 1,
    "discount codes that are not listed": 1,
  });
  expect(await getDiscount("HALF")).toMatchObject({ used: 1 });
  expect(await withRedis((redis) => redis.zRange(keys.discountUses("HALF"), 0, -1))).toContain(`7 ${id}`);
  expect(await repair()).toEqual({});
});

test("a hold without an order returns to stock, and a slow process can't write that order any more", async () => {
  await withRedis(async (redis) => {
    await redis.hSet(keys.sku("lamp"), { stock: "6", purchase_limit: "5" });
    await redis.hSet(keys.skuHolds("lamp"), "LOST000000000000", "3");
    await redis.zAdd(keys.skuBoughtBy("lamp"), { score: 0, value: "7 LOST000000000000 3" });
    await redis.hSet(keys.discountHolds("HALF"), "LOST000000000000", "7");
  });
  expect(await repair({ dryRun: true })).toEqual({
    "holds on a SKU that nobody ends": 1,
    "holds on a code that nobody ends": 1,
  });
  await repair();
  expect(await readStock()).toEqual([9, 0]);
  const [counted, held, order] = await withRedis((redis) =>
    Promise.all([
      redis.zCard(keys.skuBoughtBy("lamp")),
      redis.hLen(keys.discountHolds("HALF")),
      redis.hGet(keys.order("LOST000000000000"), "status"),
    ]),
  );
  expect([counted, held, order]).toEqual([0, 0, "abandoned"]);
});

test("an order whose decision was lost is decided: placed while its units are held, rejected once they are not", async () => {
  const [held, sold] = [await buy(), await buy()];
  await withRedis(async (redis) => {
    for (const { id } of [held, sold]) {
      await redis.hSet(keys.order(id), "status", "pending");
      await redis.hDel(keys.order(id), "placed_at");
    }
    await redis.zRem(keys.skuClosed("lamp"), held.id);
    await redis.hSet(keys.skuHolds("lamp"), held.id, "2");
    await redis.hSet(keys.sku("lamp"), { stock: "5", sold: "2" });
    await redis.zRem(keys.orders, [held.id, sold.id]);
  });
  expect(await repair()).toMatchObject({ "orders that nobody decides": 2 });
  expect(await getAnyOrder(held.id)).toMatchObject({ status: "placed" });
  expect(await getAnyOrder(sold.id)).toMatchObject({ status: "rejected" });
});

test("a checkout under way is no fault, and what the sweeper will finish is left to it", async () => {
  const order = await buy();
  await withRedis(async (redis) => {
    await redis.zAdd(keys.ordersPending, { score: Date.now(), value: order.id });
    await redis.del(keys.orders);
  });
  expect(await repair()).toEqual({});
  await withRedis(sweepOrders);
  expect(await withRedis((redis) => redis.zCard(keys.orders))).toBe(1);
});

test("one process at a time repairs after a failover", async () => {
  captureLog();
  await buy();
  await withRedis((redis) => redis.del(keys.orders));
  const done = await Promise.all([repairRecentOrders(), repairRecentOrders()]);
  expect(done.toSorted()).toEqual([false, true]);
  expect(await withRedis((redis) => redis.zCard(keys.orders))).toBe(1);
  expect(await repairRecentOrders()).toBe(true);
});

test("a server process repairs at its start and after each new connection, and not in between", async () => {
  captureLog();
  await buy();
  const isListed = async () => (await withRedis((redis) => redis.zCard(keys.orders))) === 1;
  const lose = () => withRedis((redis) => redis.del(keys.orders));
  await lose();
  const stop = startOrderRepair({ lookMs: 10, settleMs: 10 });
  try {
    await until(isListed);
    // The lock is given back a moment after that.
    await until(async () => (await withRedis((redis) => redis.exists(keys.repairLock))) === 0);
    await lose();
    await sleep(200);
    expect(await isListed()).toBe(false);
    await closeRedis();
    await until(isListed);
  } finally {
    stop();
  }
});
