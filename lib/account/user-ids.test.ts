import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { findStoredUser, getUser } from "#lib/user/store.ts";
import { makeAccount } from "#test/account.ts";
import { captureLog } from "#test/capture-log.ts";
import { setUpCrashes } from "#test/faults/tools/crash.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { changeProfile } from "./profile.ts";
import { registerUser } from "./register.ts";

// A node of a cluster refuses what uses two slots, so what works here works on one server too.
const { server } = setUpRedis(launchTestCluster);
const { direct, proxy } = setUpCrashes(server);

const bob = { username: "bob.b", email: "bob@example.com", password: "correct horse battery" };

/** What a counter that went back or was damaged may hold. */
const COUNTERS: Record<string, () => Promise<unknown>> = {
  deleted: () => direct().del(keys.userIds),
  lowered: () => direct().set(keys.userIds, "0"),
  "set to text": () => direct().set(keys.userIds, "seven"),
  negative: () => direct().set(keys.userIds, "-4"),
  "a number that can't be counted on": () => direct().set(keys.userIds, "9".repeat(30)),
  "a hash": async () => {
    await direct().del(keys.userIds);
    await direct().hSet(keys.userIds, "a", "b");
  },
};

test.each(Object.keys(COUNTERS))("G2: with the counter of user ids %s, nobody is given another's id", async (how) => {
  captureLog();
  const before = [];
  for (const id of ["1", "2", "3", "4", "5"]) before.push(await makeAccount(direct(), id, `alice-${id}`));
  await COUNTERS[how]?.();
  const registered = await registerUser(bob);
  if (!registered.ok) throw new Error(registered.reason);
  const { id } = registered.user;
  expect(Number(id)).toBeGreaterThan(5);
  expect(await Promise.all(before.map((user) => getUser(user.id)))).toEqual(before);
  expect(await findStoredUser("bob.b")).toMatchObject({ user: { id, username: "bob.b" } });
  // The counter has been raised: the next one is the next.
  const next = await registerUser({ ...bob, username: "carol" });
  expect(next).toMatchObject({ ok: true, user: { id: String(Number(id) + 1) } });
});

test.each([
  ["orders", () => direct().zAdd(keys.ordersOf("1"), { score: 1, value: "0123456789ABCDEF" })],
  ["a cart", () => direct().hSet(keys.cart("1"), "LAMP", "1")],
  ["a session", () => direct().zAdd(keys.sessionsOf("1"), { score: 1, value: "a sid" })],
  ["an address", () => direct().hSet(keys.userAddress("1"), "name", "Alice")],
])("G2: an id whose user is lost and that still has %s is not given again", async (_, leave) => {
  captureLog();
  await leave();
  expect(await registerUser(bob)).toMatchObject({ ok: true, user: { id: "2" } });
});

test("G2: of two registrations that are given one id at the same moment, both get an account of their own", async () => {
  const redis = direct();
  const alice = { username: "alice", password_hash: "alice's" };
  // The counter goes back, as in a failover, while bob's registration has drawn an id and not written it yet.
  proxy().onCommand(async (command) => {
    if (command.includes("email_to_id:bob@example.com")) await redis.hSet(keys.user("1"), alice);
  });
  const registered = await registerUser(bob);
  proxy().onCommand(null);
  expect(registered).toMatchObject({ ok: true, user: { id: "2", username: "bob.b" } });
  expect({ ...(await redis.hGetAll(keys.user("1"))) }).toEqual(alice);
  expect(await redis.get(keys.usernameToId("bob.b"))).toBe("2");
});

test("G2: a name whose id is another user's signs nobody in", async () => {
  await makeAccount(direct(), "1", "alice");
  await direct().set(keys.usernameToId("bob.b"), "1");
  expect(await findStoredUser("bob.b")).toBeNull();
  expect(await findStoredUser("ALICE")).toMatchObject({ user: { id: "1" } });
});

test("G2: ADMIN_USERNAME is user 0's: no shopper, administrator or operator takes it", async () => {
  const taken = { ok: false, reason: "taken" };
  expect(await registerUser({ ...bob, username: "Admin" })).toEqual(taken);
  expect(await registerUser({ ...bob, username: "admin", byOperator: true })).toEqual(taken);
  const other = await makeAccount(direct(), "5", "carol", "admin");
  const profile = { email: other.email, firstName: "", lastName: "", username: "admin" };
  expect(await changeProfile(other, profile)).toEqual(taken);
  expect(await withRedis((redis) => redis.exists(keys.usernameToId("admin")))).toBe(0);
});
