import { expect, test } from "vitest";
import { getCart, setCartLine } from "#lib/cart/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { scanPages } from "#lib/redis/cluster.ts";
import { connectionName } from "#lib/redis/connection.ts";
import { keys } from "#lib/redis/keys.ts";
import { walkSkus } from "#lib/sku/edit/walk.ts";
import { buy, checkOutDuringOutage, listOwners, readStock, seedStock } from "#test/models/checkout-outage.ts";
import { setUpCluster, withRequestTimeouts } from "#test/servers/redis.ts";
import { listConnectionNames, sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

/** Orders on a Redis Cluster of three primaries, where the keys of one order are on different nodes. */

const { cluster } = setUpCluster();

const countKeys = () => Promise.all(cluster().nodes.map(async ({ url }) => Number(await sendToRedis(url, "DBSIZE"))));

test("fifty carts compete for a stock of one on three nodes: one order is placed, the other carts are unchanged", async () => {
  await seedStock(1);
  const owners = listOwners(50);
  await Promise.all(owners.map((owner) => setCartLine(owner, "sku-0", 1)));
  const results = await Promise.all(owners.map((owner) => buy(owner, "1.00")));
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect(results.filter((result) => !result.ok && result.reason === "short")).toHaveLength(49);
  const carts = await Promise.all(owners.map((owner) => getCart(owner)));
  expect(carts.filter((cart) => cart.totalItems === 1)).toHaveLength(49);
  expect((await readStock())[0]).toEqual({ stock: 0, held: 0, sold: 1 });
  // All nodes took part.
  for (const count of await countKeys()) expect(count).toBeGreaterThan(10);
  for (const { url } of cluster().nodes) expect(await listConnectionNames(url)).toContain(connectionName());
  let listed = 0;
  for await (const page of scanPages(await withRedis(async (redis) => redis), { MATCH: "cart:*" }))
    listed += page.length;
  expect(listed).toBe(49);
});

test("SKUs that others write are found on every node, and those they delete are not kept", async () => {
  const ids = Array.from({ length: 20 }, (_, i) => `foreign-${i}`);
  const walk = () => withRedis((redis) => walkSkus(redis));
  const listed = async () =>
    (await withRedis((redis) => redis.zRange(keys.skus, 0, -1))).filter((id) => ids.includes(id));
  for (const id of ids) await withRedis((redis) => redis.hSet(keys.sku(id), { name: id, price: "1.00" }));
  await walk();
  expect((await listed()).toSorted()).toEqual(ids.toSorted());
  for (const id of ids) await withRedis((redis) => redis.del(keys.sku(id)));
  await walk();
  expect(await listed()).toEqual([]);
});

test("slots that nobody was known to have are found again, and what needs them fails as while Redis is away", async () => {
  const read = () => withRedis((redis) => redis.get("a key"));
  const client: object = await withRedis(async (redis) => redis);
  const known: { slots: unknown[] } = Reflect.get(client, "_slots");
  // What was read in the middle of a failover.
  known.slots = [];
  await expect(read()).rejects.toMatchObject({ name: "RedisUnavailableError", trouble: "away" });
  await until(async () => (await read()) === null);
});

test("a node freezes during checkouts on all nodes: when it resumes, the supply equals stock plus sold", async () => {
  const [, frozen] = cluster().nodes;
  await withRequestTimeouts(() =>
    checkOutDuringOutage({
      start: () => frozen?.child.kill("SIGSTOP"),
      end: () => void frozen?.child.kill("SIGCONT"),
    }),
  );
});
