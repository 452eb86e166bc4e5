import { z } from "zod";
import { read, readProblem } from "#e2e/support/api.ts";
import { expect, test } from "#e2e/support/test.ts";
import { visitToOrder } from "#e2e/support/visit-to-order.ts";
import * as shoppingReplies from "#lib/web/openapi/replies/shopping.ts";
import { launchTestSentinels } from "#test/servers/redis-servers.ts";
import { waitForReplica } from "#test/servers/send-to-redis.ts";
import { ADMIN_PASSWORD, startStore } from "#test/servers/store.ts";

test.slow();

test("the store under Sentinel: from a visit to an order, and on after the primary was killed", async ({
  playwright,
}) => {
  const setup = await launchTestSentinels("a-password-of-the-primary");
  const store = await startStore({
    env: {
      REDIS_SENTINEL: setup.addresses,
      REDIS_SENTINEL_MASTER: "redis://:a-password-of-the-primary@mymaster",
      WEB_CONCURRENCY: "2",
    },
  });
  try {
    const [shopper, admin] = await Promise.all([
      playwright.request.newContext({ baseURL: store.url }),
      playwright.request.newContext({ baseURL: store.url }),
    ]);
    await visitToOrder(shopper);
    await shopper.post("/api/cart/items", { data: { sku: "laptop-123", quantity: 1 } });

    const [primary] = setup.servers;
    await waitForReplica(primary?.url ?? "");
    primary?.child.kill("SIGKILL");
    await readProblem(await shopper.post("/api/cart/items", { data: { sku: "laptop-123", quantity: 1 } }), 503);
    await expect(async () => {
      const cart = await read(await shopper.get("/api/cart"), 200, shoppingReplies.cart);
      expect(cart.items).toMatchObject([{ sku: "laptop-123", quantity: 1 }]);
      // The two processes take connections in turn: both have found the new primary.
      for (let i = 0; i < 2; i++) await visitToOrder(await playwright.request.newContext({ baseURL: store.url }));
    }).toPass({ timeout: 60_000 });

    // The laboratory finds the new primary too.
    await admin.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
    const started = await admin.post("/api/admin/runs", { data: { kind: "pipeline", count: 1000 } });
    const { id } = z.object({ id: z.string() }).parse(await started.json());
    const run = z.object({ state: z.string(), error: z.string().nullable(), result: z.unknown() });
    await expect(async () => {
      const reply = run.parse(await (await admin.get(`/api/admin/runs/${id}`)).json());
      expect(reply).toMatchObject({ state: "done", error: null, result: { verified: true } });
    }).toPass({ timeout: 60_000 });
  } finally {
    await store.remove();
    await setup.stop();
  }
});
