import { afterAll, beforeEach, expect, test } from "vitest";
import { listActivity, listAudit } from "#lib/audit/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { getSession } from "#lib/session/store.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { getUser } from "#lib/user/store.ts";
import { CLIENT, makeAccount, makeSession } from "#test/account.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { getPerson } from "./person.ts";
import { changeRights } from "./rights.ts";

setUpRedis(launchTestCluster);
afterAll(closePasswordPool);

const ROOT = { who: "1", ...CLIENT };
const OTHER = { who: "2", ...CLIENT };

beforeEach(async () => {
  await withRedis(async (redis) => {
    await makeAccount(redis, "1", "root", "admin");
    await makeAccount(redis, "2", "other", "admin");
    await makeAccount(redis, "3", "shopper");
  });
});

const audited = async () =>
  (await listAudit({ limit: 10 })).items.map(({ what, who, on, before, after }) => [what, who, on, before, after]);

test("rights change at once, end the sessions, and are recorded with before and after", async () => {
  const { sid } = await makeSession("3");
  const made = await changeRights(ROOT, "3", { role: "admin", disabled: true });
  expect(made).toMatchObject({ ok: true, user: { id: "3", role: "admin", disabled: true } });
  expect(await getSession(sid)).toBeNull();
  expect(await audited()).toEqual([
    ["account-disabled", "1", "user:3", "enabled", "disabled"],
    ["role-changed", "1", "user:3", "shopper", "admin"],
  ]);
  // What is so already is neither done nor recorded again.
  await changeRights(ROOT, "3", { role: "admin", disabled: true });
  expect(await audited()).toHaveLength(2);
  expect(await changeRights(ROOT, "3", { disabled: false })).toMatchObject({ ok: true, user: { disabled: false } });
  expect((await audited())[0]).toEqual(["account-enabled", "1", "user:3", "disabled", "enabled"]);
  expect(await changeRights(ROOT, "99", { role: "admin" })).toEqual({ ok: false, reason: "unknown" });
  expect(await withRedis((redis) => redis.exists(keys.user("99")))).toBe(0);
});

test("a user does not learn from where an administrator acted", async () => {
  await changeRights(ROOT, "3", { disabled: true });
  expect((await listAudit({ limit: 1 })).items).toMatchObject([CLIENT]);
  expect(await listActivity("3", 1)).toMatchObject([{ what: "account-disabled", who: "1", address: "", device: "" }]);
});

test("nobody takes their own rights, and who has lost them changes nobody's", async () => {
  expect(await changeRights(ROOT, "1", { role: "shopper" })).toEqual({ ok: false, reason: "self" });
  expect(await changeRights(ROOT, "1", { disabled: true })).toEqual({ ok: false, reason: "self" });
  expect(await changeRights(ROOT, "1", { role: "admin", disabled: false })).toMatchObject({ ok: true });
  await changeRights(ROOT, "2", { disabled: true });
  expect(await changeRights(OTHER, "1", { role: "shopper" })).toEqual({ ok: false, reason: "not-admin" });
  expect(await getUser("1")).toMatchObject({ role: "admin", disabled: false });
});

test("two administrators who take each other's rights at the same moment do not leave the store without any", async () => {
  for (const taken of [{ role: "shopper" }, { disabled: true }] as const) {
    const results = await Promise.all([changeRights(ROOT, "2", taken), changeRights(OTHER, "1", taken)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const users = await Promise.all([getUser("1"), getUser("2")]);
    expect(users.filter((user) => user?.role === "admin" && !user.disabled)).toHaveLength(1);
    await withRedis(async (redis) => {
      await makeAccount(redis, "1", "root", "admin");
      await makeAccount(redis, "2", "other", "admin");
    });
  }
  expect(await withRedis((redis) => redis.exists(keys.rightsLock))).toBe(0);
});

test("a person has their sessions, cart, wishlist and orders; nobody else's", async () => {
  await makeSession("3");
  const person = await getPerson("3", null);
  expect(person?.sessions).toHaveLength(1);
  expect(person).toMatchObject({ user: { username: "shopper" }, cart: { items: [] }, orders: [] });
  expect(person?.wishlist.items).toEqual([]);
  expect(await getPerson("99", null)).toBeNull();
});
