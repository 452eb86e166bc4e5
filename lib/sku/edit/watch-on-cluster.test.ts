import { afterAll, expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { listSkus } from "#lib/sku/store.ts";
import { setUpCluster } from "#test/servers/redis.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import { startSkuWatch } from "./watch.ts";

/** On a cluster too, what is found within a test was reported by Redis: the next walk is minutes later. */

const { cluster } = setUpCluster();
const write = (id: string) => withRedis((redis) => redis.hSet(keys.sku(id), { name: id, price: "1.00" }));
const listed = async () =>
  (await listSkus({ sort: "newest", limit: 100 })).items
    .map(({ id }) => id)
    .sort()
    .join();

let stop = () => {};
afterAll(() => stop());

test("D11: what others write on any node of a cluster is listed without looking at every key", async () => {
  await write("first");
  stop = startSkuWatch();
  await until(async () => (await listed()) === "first");
  const [before, ids] = [await countScans(), Array.from({ length: 12 }, (_, i) => `lamp-${i}`)];
  await Promise.all(ids.map(write));
  await until(async () => (await listed()) === ["first", ...ids].sort().join());
  await withRedis((redis) => redis.del(keys.sku("lamp-3")));
  await until(async () => !(await listed()).includes("lamp-3"));
  expect(await countScans()).toBe(before);
});

/** How often SCAN was sent to the nodes, once the walk at the beginning is over. */
async function countScans(): Promise<number> {
  let last = -1;
  await until(async () => {
    const before = last;
    const infos = await Promise.all(cluster().nodes.map(({ url }) => sendToRedis(url, "INFO", "commandstats")));
    last = infos.reduce<number>(
      (sum, info) => sum + Number(/cmdstat_scan:calls=(\d+)/.exec(String(info))?.[1] ?? 0),
      0,
    );
    await new Promise((resolve) => setTimeout(resolve, 1200));
    return last === before;
  });
  return last;
}
