import { afterAll, expect, test } from "vitest";
import { keys } from "#lib/redis/keys.ts";
import { getSession } from "#lib/session/store.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { getUser } from "#lib/user/store.ts";
import { CLIENT, makeAccount, makeSession, PASSWORD, PASSWORD_HASH } from "#test/account.ts";
import { expectFullTtl } from "#test/expect-ttl.ts";
import { setUpCrashes } from "#test/faults/tools/crash.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { deleteAccount } from "./delete-account.ts";
import { changePassword, changeProfile } from "./profile.ts";
import { registerUser } from "./register.ts";
import { authenticate } from "./sign-in/authenticate.ts";

const { server } = setUpRedis(launchTestCluster);
const { direct, stopEverywhere } = setUpCrashes(server);
afterAll(closePasswordPool);

const profile = { username: "alice", email: "alice@example.com", firstName: "", lastName: "" };

test("ASVS 6.2.3: changing a password needs the current one and ends every other session", async () => {
  const user = await makeAccount(direct());
  const here = await makeSession("1");
  const elsewhere = await makeSession("1");
  const input = { current: "not the old one", password: "the new one" };
  expect(await changePassword(user, input, here.sid, CLIENT)).toMatchObject({ reason: "mismatch" });
  expect(await getSession(elsewhere.sid)).not.toBeNull();
  expect(await changePassword(user, { ...input, current: PASSWORD }, here.sid, CLIENT)).toMatchObject({
    ok: true,
  });
  expect(await getSession(elsewhere.sid)).toBeNull();
  expect(await getSession(here.sid)).not.toBeNull();
  expect(await authenticate("alice", PASSWORD, CLIENT)).toMatchObject({ ok: false });
  expect(await authenticate("alice", "the new one", CLIENT)).toMatchObject({ ok: true });
});

test("no crash during a password change leaves the new password and another session", async () => {
  let elsewhere = "";
  let here = "";
  await stopEverywhere(
    async () => {
      await makeAccount(direct());
      here = (await makeSession("1")).sid;
      elsewhere = (await makeSession("1")).sid;
    },
    async () => {
      const user = await getUser("1");
      if (!user) throw new Error("There is no user");
      return changePassword(user, { current: PASSWORD, password: "the new one" }, here, CLIENT);
    },
    async (after) => {
      const changed = (await direct().hGet(keys.user("1"), "password_hash")) !== PASSWORD_HASH;
      if (changed) expect(await direct().exists(keys.session(elsewhere)), `after ${after}`).toBe(0);
    },
  );
});

test("changing a profile updates its indexes, and existing sessions at once", async () => {
  const user = await makeAccount(direct());
  const { sid } = await makeSession("1");
  const input = { username: "Alicia", email: "new@example.com", firstName: "Alice", lastName: "Öz" };
  expect(await changeProfile(user, input)).toMatchObject({ ok: true });
  expect(await getUser("1")).toMatchObject(input);
  expect(await getSession(sid)).toMatchObject({ user: { username: "Alicia" } });
  const names = (await direct().keys("*_to_id:*")).sort();
  expect(names).toEqual(["email_to_id:new@example.com", "username_to_id:alice", "username_to_id:alicia"]);
  for (const name of ["email_to_id:new@example.com", "username_to_id:alicia"])
    expect(await direct().ttl(name)).toBe(-1);
});

test("a name that was given up is kept from others for 30 days; the user may have it back", async () => {
  const alice = await makeAccount(direct(), "1", "alice");
  const bob = await makeAccount(direct(), "2", "bob");
  const renamed = await changeProfile(alice, { ...profile, username: "alicia" });
  expectFullTtl(await direct().ttl("username_to_id:alice"), 30 * 86_400);
  expect(await authenticate("alice", PASSWORD, CLIENT)).toMatchObject({ reason: "mismatch" });
  const taken = { ok: false, reason: "taken" };
  expect(await changeProfile(bob, { ...profile, username: "Alice" })).toEqual(taken);
  expect(await registerUser({ username: "alice", email: "m@example.com", password: "a long one" })).toEqual(taken);
  if (!renamed.ok) throw new Error(renamed.reason);
  expect(await changeProfile(renamed.user, profile)).toMatchObject({ ok: true });
  expect(await direct().ttl("username_to_id:alice")).toBe(-1);
  expect(await authenticate("alice", PASSWORD, CLIENT)).toMatchObject({ ok: true });
  // The name of a deleted account is free at once: nothing of that account is left which it could be taken for.
  expect(await deleteAccount(renamed.user, PASSWORD, CLIENT)).toEqual({ ok: true });
  expect(await changeProfile(bob, { ...profile, username: "alice" })).toMatchObject({ ok: true });
});

test("of several renames at once one takes effect, and the account has one name", async () => {
  for (let round = 0; round < 10; round++) {
    await direct().flushAll();
    const alice = await makeAccount(direct());
    const names = ["alice.1", "alice.2", "alice.3", "alice.4"];
    const results = await Promise.all(names.map((username) => changeProfile(alice, { ...profile, username })));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const now = (await getUser("1"))?.username ?? "";
    const held = await Promise.all([...names, "alice"].map((name) => direct().get(`username_to_id:${name}`)));
    expect(
      held.filter((id) => id === "1"),
      `round ${round}`,
    ).toHaveLength(1);
    expect(await direct().get(`username_to_id:${now}`)).toBe("1");
    expect(await direct().ttl(`username_to_id:${now}`)).toBe(-1);
  }
});

test("renaming there and back, at any pace, leaves the name that the user has with the user", async () => {
  for (let round = 0; round < 20; round++) {
    await direct().flushAll();
    await makeAccount(direct());
    const rename = async (username: string) => {
      const user = await getUser("1");
      return user && changeProfile(user, { ...profile, username });
    };
    await Promise.all(
      ["alicia", "alice", "alicia", "alice"].map(async (username, i) => {
        for (let turns = 0; turns < i * ((round % 5) + 1) * 4; turns++) await new Promise(setImmediate);
        await rename(username);
      }),
    );
    const now = (await getUser("1"))?.username ?? "";
    expect(await direct().get(`username_to_id:${now}`), `round ${round}`).toBe("1");
    expect(await direct().ttl(`username_to_id:${now}`), `round ${round}`).toBe(-1);
  }
});

test("an account is renamed five times a day at most", async () => {
  let user = await makeAccount(direct());
  for (let i = 0; i < 5; i++) {
    const renamed = await changeProfile(user, { ...profile, username: `alice.${i}` });
    if (!renamed.ok) throw new Error(renamed.reason);
    user = renamed.user;
  }
  expect(await changeProfile(user, { ...profile, username: "alice.5" })).toMatchObject({ reason: "limited" });
  expect(await changeProfile(user, { ...profile, username: "Alice.4", firstName: "A" })).toMatchObject({ ok: true });
});

test("nobody takes a name that looks like the administrator's; who has one may keep it", async () => {
  const alice = await makeAccount(direct());
  expect(await changeProfile(alice, { ...profile, username: "admin." })).toEqual({ ok: false, reason: "taken" });
  const input = { email: "m@example.com", password: "a long one" };
  expect(await registerUser({ ...input, username: "Adm1n" })).toEqual({ ok: false, reason: "taken" });
  expect(await registerUser({ ...input, username: "adm1n", byOperator: true })).toMatchObject({ ok: true });
  const support = await makeAccount(direct(), "7", "support");
  expect(await changeProfile(support, { ...profile, username: "Support", firstName: "S" })).toMatchObject({ ok: true });
});

test("a name that is taken is refused, and an e-mail change reveals nothing about other users", async () => {
  const alice = await makeAccount(direct(), "1", "alice");
  await makeAccount(direct(), "2", "bob");
  expect(await changeProfile(alice, { ...profile, username: "BOB" })).toEqual({ ok: false, reason: "taken" });
  expect(await changeProfile(alice, { ...profile, email: "bob@example.com" })).toMatchObject({ ok: true });
  expect(await direct().get("email_to_id:bob@example.com")).toBe("2");
  expect(await direct().exists("email_to_id:alice@example.com")).toBe(0);
});

test("no crash during a change of name locks the user out, and saving again completes it", async () => {
  const renamed = { ...profile, username: "alicia" };
  await stopEverywhere(
    async () => void (await makeAccount(direct())),
    async () => {
      const user = await getUser("1");
      return user && changeProfile(user, renamed);
    },
    async (after) => {
      const user = await getUser("1");
      // The old name is given up last.
      const isGivenUp = (await direct().get("username_to_id:alice")) === "retired:1";
      if (isGivenUp) expect(await direct().ttl("username_to_id:alicia"), `after ${after}`).toBe(-1);
      else expect(await direct().get("username_to_id:alice"), `after ${after}`).toBe("1");
      expect(user && (await changeProfile(user, renamed))).toMatchObject({ ok: true });
      expect(await direct().ttl("username_to_id:alicia")).toBe(-1);
    },
  );
});
