import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { guestIdOf } from "#lib/session/identity.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { listAllCarts } from "./all-carts.ts";
import { addToCart } from "./store.ts";

setUpRedis(launchTestCluster);

const GUEST = { id: guestIdOf("a guest's sid"), guest: true };

const sell = (id: string, price: string) =>
  withRedis((redis) => redis.hSet(keys.sku(id), { name: id, price, stock: "9", category: "audio", created_at: "1" }));

test("carts have their value at current prices and their age, the most valuable first", async () => {
  await sell("lamp", "10.00");
  await sell("sofa", "250.50");
  await withRedis((redis) => redis.hSet(keys.user("7"), { username: "alice" }));
  await addToCart({ id: "7", guest: false }, "sofa", 2);
  await addToCart(GUEST, "lamp", 3);
  await withRedis(async (redis) => {
    await redis.hSet(keys.cart("7"), { gone: "5" });
    await redis.pExpire(keys.cart(GUEST.id), 86_400_000 - 3_600_000);
    await redis.hSet(keys.cart("lab-0123456789ab-1"), { lamp: "1" });
    await redis.hSet(keys.cart("8"), { lamp: "nonsense" });
    await redis.set(keys.cart("9"), "no hash");
  });
  const { items, nextCursor } = await listAllCarts(undefined);
  expect(nextCursor).toBeNull();
  expect(items).toMatchObject([
    { owner: "7", user: { id: "7", username: "alice" }, lines: 2, totalItems: 7, totalValue: "501.00", activeAt: null },
    { owner: GUEST.id, user: null, lines: 1, totalItems: 3, totalValue: "30.00" },
  ]);
  // An hour, and what the test itself takes.
  expect(items[1]?.ageSeconds).toBeGreaterThanOrEqual(3600);
  expect(items[1]?.ageSeconds).toBeLessThan(7200);
  expect(items[1]?.changedAt).toBe(items[1]?.activeAt);
  await withRedis((redis) =>
    redis.zAdd(keys.recent("7"), { score: Date.parse("2026-01-02T03:04:05Z"), value: "lamp" }),
  );
  expect((await listAllCarts(undefined)).items[0]).toMatchObject({
    changedAt: null,
    activeAt: "2026-01-02T03:04:05.000Z",
  });
});
