import { z } from "zod";
import { readProblem } from "#e2e/support/api.ts";
import { measureBusyness } from "#e2e/support/busyness.ts";
import { expect, test } from "#e2e/support/test.ts";
import { visitToOrder } from "#e2e/support/visit-to-order.ts";
import { launchTestNodes } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { ADMIN_PASSWORD, startStore } from "#test/servers/store.ts";

test.slow();

test("the store on a cluster of three nodes: from a visit to an order, and without one of the nodes", async ({
  playwright,
}) => {
  const cluster = await launchTestNodes();
  const store = await startStore({ env: { REDIS_CLUSTER: cluster.addresses, WEB_CONCURRENCY: "2" } });
  try {
    const shopper = await playwright.request.newContext({ baseURL: store.url });
    await visitToOrder(shopper);

    // The keys of one shopper lie on more than one node.
    const sizes = await Promise.all(cluster.nodes.map(({ url }) => sendToRedis(url, "DBSIZE")));
    for (const size of sizes) expect(Number(size)).toBeGreaterThan(10);

    const admin = await playwright.request.newContext({ baseURL: store.url });
    await admin.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
    expect((await admin.patch("/api/skus/sku123", { data: { name: "Clusterpods" } })).status()).toBe(200);
    await expect(async () => {
      // The two processes take turns: both have heard of it.
      for (let i = 0; i < 4; i++)
        expect(await (await shopper.get("/api/skus?q=clusterpods")).text()).toContain("sku123");
    }).toPass({ timeout: 60_000 });
    const metrics = z.object({ keys: z.number() }).parse(await (await admin.get("/api/admin/metrics")).json());
    expect(metrics.keys).toBeGreaterThan(Math.max(...sizes.map(Number)));

    for (const { child } of cluster.nodes) child.kill("SIGSTOP");
    await readProblem(await shopper.get("/api/cart"), 503);
    for (const { child } of cluster.nodes) child.kill("SIGCONT");
    await expect(async () => {
      expect((await shopper.get("/api/cart")).status()).toBe(200);
    }).toPass({ timeout: 5000 + (await measureBusyness(shopper)) });
    await shopper.dispose();
    await admin.dispose();
  } finally {
    await store.remove();
    await cluster.stop();
  }
});
