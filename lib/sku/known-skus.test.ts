import { expect, test, vi } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { subscribeToSkuChanges } from "./changes.ts";
import { probablyExists } from "./known-skus.ts";

setUpRedis();

const ask = (id: string) => withRedis((redis) => probablyExists(redis, id));

test("a SKU that appears is found at once, one that is deleted elsewhere as soon as this process hears of it", async () => {
  expect(await ask("one")).toBe(false);
  await withRedis((redis) => redis.hSet(keys.sku("one"), { name: "One" }));
  expect(await ask("one")).toBe(true);
  await withRedis((redis) => redis.del(keys.sku("one")));
  expect(await ask("one")).toBe(true);
  const unsubscribe = subscribeToSkuChanges();
  try {
    // The subscription begins with a message about all SKUs.
    await vi.waitFor(async () => expect(await ask("one")).toBe(false), 5000);
    await withRedis((redis) => redis.hSet(keys.sku("one"), { name: "One" }));
    expect(await ask("one")).toBe(true);
    await withRedis((redis) => redis.del(keys.sku("one")));
    await withRedis((redis) => redis.publish(keys.skusChanged, "stock one"));
    expect(await ask("one")).toBe(true);
    await withRedis((redis) => redis.publish(keys.skusChanged, "zero one"));
    await vi.waitFor(async () => expect(await ask("one")).toBe(false), 5000);
  } finally {
    unsubscribe();
  }
});
