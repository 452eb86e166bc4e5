import { afterAll, expect, test } from "vitest";
import { getCart } from "#lib/cart/store.ts";
import { getAddress, getOrder, listAllOrders, listOrders } from "#lib/order/store.ts";
import { keys } from "#lib/redis/keys.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { getUser } from "#lib/user/store.ts";
import { getWishlist } from "#lib/wishlist/store.ts";
import { CLIENT, makeAccount, makeSession, PASSWORD } from "#test/account.ts";
import { setUpCrashes } from "#test/faults/tools/crash.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { deleteAccount, finishDeletions } from "./delete-account.ts";
import { changeProfile } from "./profile.ts";
import { registerUser } from "./register.ts";

const { server } = setUpRedis(launchTestCluster);
const { direct, stopEverywhere } = setUpCrashes(server);
afterAll(closePasswordPool);

test("deleting an account needs its password and removes user, names, cart, lists and sessions; orders are anonymized", async () => {
  const user = await makeAccount(direct());
  await makeSession("1");
  const redis = direct();
  await redis.hSet(keys.cart("1"), "laptop", "1");
  for (const key of [keys.recent, keys.wishlist]) await redis.zAdd(key("1"), { score: 1, value: "laptop" });
  await redis.sAdd(keys.wishlistMerged("1"), "gA");
  await redis.hSet(keys.userAddress("1"), "name", "Alice");
  const order = { owner: "1", name: "Alice", email: "alice@example.com", address: "Street 1", total: "9.00" };
  await redis.hSet(keys.order("A"), order);
  await redis.zAdd(keys.ordersOf("1"), { score: 1, value: "A" });
  await redis.zAdd(keys.ordersOfEmail("alice@example.com"), { score: 1, value: "A" });
  expect(await deleteAccount(user, "not the old one", CLIENT)).toMatchObject({ reason: "mismatch" });
  expect(await deleteAccount(user, PASSWORD, CLIENT)).toEqual({ ok: true });
  const left = (await redis.keys("*")).filter((key) => !/^(limit:|audit$)/.test(key)).sort();
  expect(left).toEqual([keys.order("A"), keys.ordersOf("1"), keys.userIds].sort());
  expect(await redis.hGetAll(keys.order("A"))).toMatchObject({ owner: "1", total: "9.00", name: "", email: "" });
});

test("E4, E6: whoever registers under the name and address of a deleted account gets them at once, and finds nothing", async () => {
  const alice = await makeAccount(direct());
  const redis = direct();
  await redis.hSet(keys.cart("1"), "laptop", "1");
  for (const key of [keys.recent, keys.wishlist]) await redis.zAdd(key("1"), { score: 1, value: "laptop" });
  await redis.hSet(keys.userAddress("1"), {
    name: "Alice",
    address: "Street 1",
    city: "C",
    postcode: "P",
    country: "X",
  });
  // One to the address of the account, one to another.
  const sent = [
    ["0000000000000001", "alice@example.com"],
    ["0000000000000002", "office@example.com"],
  ] as const;
  for (const [id, email] of sent) {
    const address = { name: "Alice", address: "Street 1", city: "C", postcode: "P", country: "X" };
    const order = { owner: "1", email, ...address, total: "9.00", status: "placed", version: "1", placed_at: "1" };
    await redis.hSet(keys.order(id), order);
    for (const index of [keys.ordersOf("1"), keys.ordersOfEmail(email), keys.orders])
      await redis.zAdd(index, { score: 1, value: id });
  }
  const find = async (q: string) => (await listAllOrders({ q, limit: 10 })).items.length;
  expect([await find("alice@example.com"), await find("office@example.com"), await find("alice")]).toEqual([1, 1, 2]);
  expect(await deleteAccount(alice, PASSWORD, CLIENT)).toEqual({ ok: true });

  const again = await registerUser({
    username: "Alice",
    email: "alice@example.com",
    password: "another one",
  });
  if (!again.ok) throw new Error(again.reason);
  const { id } = again.user;
  expect(id).not.toBe("1");
  const owner = { id, guest: false };
  expect((await getCart(owner)).items).toEqual([]);
  expect((await getWishlist(owner)).items).toEqual([]);
  expect(await getAddress(id)).toEqual({});
  expect((await listOrders(id, { limit: 10 })).items).toEqual([]);
  expect(await getOrder(id, "0000000000000001")).toBeNull();
  expect([await find("alice@example.com"), await find("office@example.com"), await find("alice")]).toEqual([0, 0, 0]);
  const all = (await listAllOrders({ limit: 10 })).items;
  expect(all.map(({ name, email, address }) => [name, email, address])).toEqual([Array(3).fill(""), Array(3).fill("")]);
});

test("a deletion that crashed at any point is completed by the background job", async () => {
  await stopEverywhere(
    async () => {
      await makeAccount(direct());
      await makeSession("1");
    },
    async () => {
      const user = await getUser("1");
      return user && deleteAccount(user, PASSWORD, CLIENT);
    },
    async (after) => {
      const begun = (await direct().exists(keys.usersToDelete)) === 1;
      await finishDeletions();
      const left = (await direct().keys("*")).filter((key) => /^(user|session|username|email)/.test(key)).sort();
      if (begun) expect(left, `after ${after}`).toEqual([keys.userIds]);
      else if (await direct().exists(keys.user("1"))) expect(await getUser("1")).toMatchObject({ disabled: false });
    },
  );
});

test("a deletion that overtakes a rename leaves no name behind", async () => {
  for (let round = 0; round < 12; round++) {
    await direct().flushAll();
    const alice = await makeAccount(direct());
    await Promise.all([
      deleteAccount(alice, PASSWORD, CLIENT),
      (async () => {
        for (let turns = 0; turns < round * 6; turns++) await new Promise(setImmediate);
        const { email, firstName, lastName } = alice;
        await changeProfile(alice, { username: "alicia", email, firstName, lastName });
      })(),
    ]);
    await finishDeletions();
    for (const name of ["alice", "alicia"]) expect(await direct().get(`username_to_id:${name}`)).not.toBe("1");
  }
});

test("an administrator's account can't be deleted", async () => {
  const admin = await makeAccount(direct(), "5", "root", "admin");
  expect(await deleteAccount(admin, PASSWORD, CLIENT)).toEqual({ ok: false, reason: "admin" });
  expect(await getUser("5")).toMatchObject({ username: "root" });
});
