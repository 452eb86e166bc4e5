import { z } from "zod";
import { launchTestNodes } from "../../lib/testing/redis-servers.ts";
import { ADMIN_PASSWORD, askRedis, startShop } from "../../lib/testing/shop.ts";
import { read, readProblem } from "../support/api.ts";
import { expect, newName, PASSWORD, test } from "../support/test.ts";
import * as shapes from "./shapes.ts";

test.slow();

test("the store on a cluster of three nodes: from a visit to an order, and without one of the nodes", async ({
  playwright,
}) => {
  const cluster = await launchTestNodes();
  const shop = await startShop({ env: { REDIS_CLUSTER: cluster.addresses, WEB_CONCURRENCY: "2" } });
  try {
    const shopper = await playwright.request.newContext({ baseURL: shop.url });
    await shopper.post("/api/visits", { data: { page: "/products/sku123", sku: "sku123" } });
    await shopper.post("/api/cart/items", { data: { sku: "sku123", quantity: 2 } });
    const username = newName();
    const account = { username, email: `${username}@example.com`, password: PASSWORD };
    await read(await shopper.post("/api/auth/register", { data: account }), 201, shapes.user);
    expect(await read(await shopper.get("/api/cart"), 200, shapes.cart)).toMatchObject({ totalValue: "399.98" });
    const address = { name: "A", address: "B", city: "C", postcode: "1", country: "DE" };
    const order = await shopper.post("/api/checkout", {
      headers: { "Idempotency-Key": "a-key-of-this-checkout" },
      data: { ...address, total: "399.98" },
    });
    expect(order.status()).toBe(201);
    expect(await read(await shopper.get("/api/cart"), 200, shapes.cart)).toMatchObject({ totalItems: 0 });

    // The keys of one shopper lie on more than one node.
    const sizes = await Promise.all(cluster.nodes.map(({ url }) => askRedis(url, "DBSIZE")));
    for (const size of sizes) expect(Number(size)).toBeGreaterThan(10);

    const admin = await playwright.request.newContext({ baseURL: shop.url });
    await admin.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
    expect((await admin.patch("/api/skus/sku123", { data: { name: "Clusterpods" } })).status()).toBe(200);
    await expect(async () => {
      // The two processes take turns: both have heard of it.
      for (let i = 0; i < 4; i++)
        expect(await (await shopper.get("/api/skus?q=clusterpods")).text()).toContain("sku123");
    }).toPass({ timeout: 10_000 });
    const metrics = z.object({ keys: z.number() }).parse(await (await admin.get("/api/admin/metrics")).json());
    expect(metrics.keys).toBeGreaterThan(Math.max(...sizes.map(Number)));

    for (const { child } of cluster.nodes) child.kill("SIGSTOP");
    await readProblem(await shopper.get("/api/cart"), 503);
    for (const { child } of cluster.nodes) child.kill("SIGCONT");
    await expect(async () => {
      expect((await shopper.get("/api/cart")).status()).toBe(200);
    }).toPass({ timeout: 5000 });
    await shopper.dispose();
    await admin.dispose();
  } finally {
    await shop.remove();
    await cluster.stop();
  }
});
