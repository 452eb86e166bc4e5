import { afterAll, beforeAll, expect, test } from "vitest";
import { getCart, setCartLine } from "#lib/cart/store.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { scanPages } from "#lib/redis/cluster.ts";
import { makeClient } from "#lib/redis/connection.ts";
import {
  buy,
  checkOutDuringOutage,
  listOwners,
  readStock,
  seedStock,
  whenServed,
} from "#test/models/checkout-outage.ts";
import { launchTestNodes, type TestNodes } from "#test/redis-servers.ts";

/** Orders on a Redis Cluster of three primaries, where the keys of one order are on different nodes. */

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

test("fifty carts compete for a stock of one on three nodes: one order is placed, the other carts are unchanged", async () => {
  await seedStock(1);
  const owners = listOwners(50);
  await whenServed(() => Promise.all(owners.map((owner) => setCartLine(owner, "sku-0", 1))));
  const results = await Promise.all(owners.map((owner) => whenServed(() => buy(owner, "1.00"))));
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect(results.filter((result) => !result.ok && result.reason === "short")).toHaveLength(49);
  const carts = await whenServed(() => Promise.all(owners.map(getCart)));
  expect(carts.filter((cart) => cart.totalItems === 1)).toHaveLength(49);
  expect((await whenServed(readStock))[0]).toEqual({ stock: 0, held: 0, sold: 1 });
  // All nodes took part.
  for (const count of await countKeys()) expect(count).toBeGreaterThan(10);
  let listed = 0;
  for await (const page of scanPages(await whenServed(() => withRedis(async (redis) => redis)), { MATCH: "cart:*" }))
    listed += page.length;
  expect(listed).toBe(49);
});

test("a node freezes during checkouts on all nodes: when it resumes, the supply equals stock plus sold", async () => {
  const [, frozen] = cluster.nodes;
  await checkOutDuringOutage(
    () => frozen?.child.kill("SIGSTOP"),
    () => void frozen?.child.kill("SIGCONT"),
  );
});
