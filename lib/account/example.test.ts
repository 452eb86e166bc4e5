import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { makeExample } from "./example.ts";
import { registerUser } from "./register.ts";

// No command may use two slots.
setUpRedis(launchTestCluster);

const read = () =>
  withRedis(async (redis) => ({
    user: await redis.hmGet("user:1", ["username", "first_name", "last_name"]),
    cart: await redis.hGetAll("cart:1"),
    names: await redis.hmGet("sku:sku123", ["name", "price"]),
    first: await redis.lRange("biglist", 0, 2),
    last: await redis.lRange("biglist", -1, -1),
  }));

const EXAMPLE = {
  user: ["parker", "Parker", "Perry"],
  cart: { sku123: "2", sku456: "1" },
  names: [expect.any(String), "199.99"],
  first: ["10000", "9999", "9998"],
  last: ["1"],
};

test("a fresh store gets what the challenge shows, once", async () => {
  const { entries, password } = await makeExample();
  expect(entries.map(({ key, made }) => [key, made])).toEqual(
    ["user:1", "cart:1", "sku:sku123", "sku:sku456", "biglist"].map((key) => [key, true]),
  );
  expect(password).toMatch(/^[\w-]{16}$/);
  expect(await read()).toEqual(EXAMPLE);
  await withRedis((redis) => redis.hSet("cart:1", "sku123", "9"));
  const again = await makeExample();
  expect(again.password).toBeNull();
  expect(again.entries.filter(({ made }) => made)).toEqual([]);
  expect(await read()).toEqual({ ...EXAMPLE, cart: { sku123: "9", sku456: "1" } });
});

test("an account that exists is not touched, nor its cart", async () => {
  await registerUser({ username: "alice", email: "a@example.com", password: "a sentence that is long enough" });
  const { entries, password } = await makeExample();
  expect(password).toBeNull();
  expect(entries[0]).toEqual({ key: "user:1", made: false, what: "the account of alice, which stays as it is" });
  const { user, cart } = await read();
  expect(user).toEqual(["alice", "", ""]);
  expect(cart).toEqual({});
  expect(await withRedis((redis) => redis.exists("username_to_id:parker"))).toBe(0);
});

test("an id that was given is not given again", async () => {
  await withRedis((redis) => redis.set("user_ids", "1"));
  const { entries } = await makeExample();
  expect(entries[0]).toMatchObject({ made: false, what: expect.stringContaining("never given again") });
  expect(await withRedis((redis) => redis.exists(["user:1"]))).toBe(0);
});
