import type { Part } from "#bench/support/context.ts";
import { type Benchmark, compareBenchmarks } from "#bench/support/measure.ts";
import { comparisonFinding, type Finding } from "#bench/support/report.ts";
import { setCartLine } from "#lib/cart/store.ts";
import { config } from "#lib/config.ts";
import { findPort } from "#lib/net/port.ts";
import { checkout } from "#lib/order/checkout/checkout.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

/** What it costs to wait for a replica at the commit of an order: the same checkouts with and without. */

const RECIPIENT = { name: "N", address: "A", city: "C", postcode: "P", country: "X", email: "a@example.org" };
const SKU = "bench-replicas";
/** Orders of a round; a multiple of both numbers of shoppers. */
const ORDERS = 600;
let keysUsed = 0;

/** Fills carts and times nothing but their checkouts. @param replicas undefined: as the store finds out */
function benchmarkOrders(title: string, shoppers: number, replicas: number | undefined): Benchmark {
  return {
    title,
    async measure() {
      if (replicas === undefined) delete config().REDIS_WAIT_REPLICAS;
      else config().REDIS_WAIT_REPLICAS = replicas;
      const owners = Array.from({ length: ORDERS }, (_, i) => ({ id: String(i + 1), guest: false }));
      await Promise.all(owners.map((owner) => setCartLine(owner, SKU, 1)));
      const key = `round ${keysUsed++}`;
      const begun = performance.now();
      await Promise.all(
        Array.from({ length: shoppers }, async (_, shopper) => {
          for (let i = shopper; i < ORDERS; i += shoppers) {
            const owner = owners[i];
            const result = owner && (await checkout({ owner, key, body: { ...RECIPIENT, total: "1.00" } }));
            if (!result?.ok || !result.confirmed)
              throw new Error(`An order was not confirmed: ${JSON.stringify(result)}`);
          }
        }),
      );
      return ORDERS / ((performance.now() - begun) / 1000);
    },
  };
}

export const replicas: Part = {
  name: "replicas",
  async run(context) {
    const port = await findPort();
    const primary = await launchTestRedis(
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--repl-diskless-sync-delay",
      "0",
    );
    const before = { ...config() };
    config().REDIS_URL = primary.url;
    await closeRedis();
    await withRedis((redis) => redis.hSet(keys.sku(SKU), { name: SKU, price: "1.00", stock: "10000000" }));
    const findings: Finding[] = [];
    const compare = async (title: string, shoppers: number) => {
      const waits = benchmarkOrders("as the store finds out", shoppers, undefined);
      const comparison = await compareBenchmarks(waits, benchmarkOrders("REDIS_WAIT_REPLICAS=0", shoppers, 0), context);
      findings.push(comparisonFinding(title, [waits.title, "REDIS_WAIT_REPLICAS=0"], comparison));
    };
    try {
      await compare("Orders a second without a replica, 20 shoppers at once", 20);
      const replica = await launchTestRedis("--replicaof", "127.0.0.1", String(port));
      try {
        const isUp = async () => /link_status:up/.test(String(await sendToRedis(replica.url, "INFO", "replication")));
        await until(isUp);
        await closeRedis();
        await compare("Orders a second with a replica on the same machine, 20 shoppers at once", 20);
        await compare("Orders a second with a replica on the same machine, one shopper", 1);
      } finally {
        await replica.stop();
      }
    } finally {
      await closeRedis();
      delete config().REDIS_WAIT_REPLICAS;
      Object.assign(config(), before);
      await primary.stop();
    }
    return findings;
  },
};
