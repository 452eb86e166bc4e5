import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { addToCart, getCart } from "../cart/store.ts";
import { closeRedis, withRedis } from "../redis/client.ts";
import { scanPages } from "../redis/cluster.ts";
import { makeClient } from "../redis/connection.ts";
import { keys } from "../redis/keys.ts";
import { launchTestNodes, type TestNodes } from "../testing/redis-servers.ts";
import { checkout } from "./checkout.ts";
import { sweepOrders } from "./sweeper.ts";

/** Orders on a Redis Cluster of three primaries: nothing of an order lies where another part of it does. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let cluster: TestNodes;
beforeAll(async () => {
  cluster = await launchTestNodes();
  process.env.REDIS_CLUSTER = cluster.addresses;
  process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
});
afterAll(async () => {
  await closeRedis();
  await cluster.stop();
});

const RECIPIENT = { name: "N", address: "A", city: "C", postcode: "P", country: "X", email: "a@example.org" };
const SKUS = Array.from({ length: 12 }, (_, i) => `sku-${i}`);

async function stockUp(stock: number): Promise<void> {
  await withRedis((redis) => redis.flushAll());
  await withRedis((redis) =>
    Promise.all(SKUS.map((sku) => redis.hSet(keys.sku(sku), { name: sku, price: "1.00", stock: String(stock) }))),
  );
}

async function countKeys(): Promise<number[]> {
  return Promise.all(
    cluster.nodes.map(async ({ url }) => {
      const client = makeClient(url);
      await client.connect();
      const count = await client.dbSize();
      client.destroy();
      return count;
    }),
  );
}

/** Stock, what is held and what is sold of every SKU, after the sweeper. */
async function takeStock(): Promise<{ stock: number; held: number; sold: number }[]> {
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

test("fifty carts race for a stock of one over three nodes: one is placed, the others keep their carts", async () => {
  await stockUp(1);
  const owners = Array.from({ length: 50 }, (_, i) => ({ id: String(i + 1), guest: false }));
  await Promise.all(owners.map((owner) => addToCart(owner, "sku-0", 1)));
  const results = await Promise.all(
    owners.map((owner) => checkout({ owner, key: "a key of a checkout", body: { ...RECIPIENT, total: "1.00" } })),
  );
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect(results.filter((result) => !result.ok && result.reason === "short")).toHaveLength(49);
  const carts = await Promise.all(owners.map(getCart));
  expect(carts.filter((cart) => cart.totalItems === 1)).toHaveLength(49);
  expect((await takeStock())[0]).toEqual({ stock: 0, held: 0, sold: 1 });
  // It was the whole cluster that did this.
  for (const count of await countKeys()) expect(count).toBeGreaterThan(10);
  let listed = 0;
  for await (const page of scanPages(await withRedis(async (redis) => redis), { MATCH: "cart:*" }))
    listed += page.length;
  expect(listed).toBe(49);
});

test("a node that freezes amid orders over all nodes: what was supplied is stock or sold when it is back", async () => {
  await stockUp(5);
  const owners = Array.from({ length: 20 }, (_, i) => ({ id: String(i + 1), guest: false }));
  for (const owner of owners) for (const sku of SKUS) await addToCart(owner, sku, 1);
  const buy = (owner: (typeof owners)[number]) =>
    checkout({ owner, key: "a key of a checkout", body: { ...RECIPIENT, total: "12.00" } });
  const [, frozen] = cluster.nodes;
  const orders = owners.map((owner) => buy(owner).catch(() => null));
  setTimeout(() => frozen?.child.kill("SIGSTOP"), 15);
  await Promise.all(orders);
  frozen?.child.kill("SIGCONT");
  const settle = async () => {
    const left = await withRedis((redis) => redis.zCard(keys.ordersPending)).catch(() => 1);
    if (left > 0) await withRedis(sweepOrders).catch(() => {});
    return left;
  };
  for (let tries = 0; tries < 100 && (await settle()) > 0; tries++) await new Promise((done) => setTimeout(done, 100));
  // Who had no answer asks again under the same key, once all is well.
  const answers = [];
  for (const owner of owners) answers.push(await buy(owner));
  const placed = answers.filter((answer) => answer.ok).length;
  for (const { stock, held, sold } of await takeStock()) {
    expect({ sum: stock + held + sold, held, sold }).toEqual({ sum: 5, held: 0, sold: placed });
  }
  expect(placed).toBe(5);
  const carts = await Promise.all(owners.map(getCart));
  expect(carts.map((cart) => cart.totalItems)).toEqual(answers.map((answer) => (answer.ok ? 0 : SKUS.length)));
});
