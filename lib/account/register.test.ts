import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpCrashes } from "#test/faults/tools/crash.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { registerFromForm, registerUser } from "./register.ts";
import { authenticate } from "./sign-in/authenticate.ts";

const { server } = setUpRedis(launchTestCluster);
const { direct, proxy, stopEverywhere } = setUpCrashes(server);

const alice = { username: "Alice", email: "alice@example.com", password: "correct horse battery" };

test("a user is the hash of the case study, indexed by name and by e-mail address", async () => {
  const result = await registerUser(alice);
  expect(result).toMatchObject({ ok: true, user: { id: "1", username: "Alice", role: "shopper" } });
  const hash = await withRedis((redis) => redis.hGetAll(keys.user("1")));
  expect(Object.keys(hash).sort()).toEqual(
    ["created_at", "email", "first_name", "last_name", "password_hash", "role", "username"].sort(),
  );
  expect(hash).toMatchObject({ first_name: "", last_name: "" });
  expect(hash.password_hash).toMatch(/^\$2b\$10\$/);
  const redis = direct();
  expect(await redis.get("username_to_id:alice")).toBe("1");
  expect(await redis.get("email_to_id:alice@example.com")).toBe("1");
  expect(await redis.ttl("username_to_id:alice")).toBe(-1);
  expect(await redis.ttl("email_to_id:alice@example.com")).toBe(-1);
});

test("first and last name are kept where they are given", async () => {
  await registerUser({ ...alice, firstName: "Parker", lastName: "Perry" });
  const names = await withRedis((redis) => redis.hmGet(keys.user("1"), ["first_name", "last_name"]));
  expect(names).toEqual(["Parker", "Perry"]);
});

test("of several simultaneous registrations of one name, in any case, one succeeds and the others leave nothing behind", async () => {
  const results = await Promise.all(
    ["carol", "Carol", "CAROL", "cAROL"].map((username, i) =>
      registerUser({ username, email: `${i}@example.com`, password: `password of number ${i}` }),
    ),
  );
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  const left = (await direct().keys("*")).sort();
  expect(left).toHaveLength(4); // the counter, the user, the name, the e-mail
});

test("a form that is submitted twice creates one account; who does not have that form finds the name taken", async () => {
  const results = await Promise.all([registerFromForm(alice, "a form"), registerFromForm(alice, "a form")]);
  const reasons = results.map((result) => (result.ok ? "ok" : result.reason)).sort();
  expect(reasons).toEqual(["ok", "repeated"]);
  expect(await direct().keys("user:*")).toHaveLength(1);
  const taken = { ok: false, reason: "taken" };
  expect(await registerUser(alice)).toEqual(taken);
  expect(await registerFromForm(alice, "another form")).toEqual(taken);
  // So does a form that was for another name.
  await direct().set("username_to_id:retired", "retired:1");
  expect(await registerFromForm({ ...alice, username: "retired" }, "a third form")).toEqual(taken);
  expect(await registerFromForm(alice, "a third form")).toEqual(taken);
});

test("registering does not reveal whether an e-mail address is known", async () => {
  await registerUser(alice);
  const second = await registerUser({ ...alice, username: "mallory" });
  expect(second).toMatchObject({ ok: true, user: { username: "mallory", email: alice.email } });
  expect(await direct().get("email_to_id:alice@example.com")).toBe("1");
});

test("a crash between any two steps blocks neither the name nor the account for ever", async () => {
  const stops = await stopEverywhere(
    async () => {},
    () => registerFromForm(alice, "a form"),
    async (stoppedAfter) => {
      const redis = direct();
      const id = await redis.get("username_to_id:alice");
      const hash = id ? await redis.hGetAll(keys.user(id)) : {};
      const ttl = await redis.ttl("username_to_id:alice");
      // A name without a user must expire.
      if (id && !hash.password_hash) expect(ttl, `after ${stoppedAfter}`).toBeGreaterThan(0);
      if (hash.password_hash) {
        // Submitting the form again completes the registration, and so does signing in.
        if (stoppedAfter % 2) expect(await registerFromForm(alice, "a form")).toMatchObject({ reason: "repeated" });
        else
          expect(await authenticate("alice", alice.password, { address: "127.0.0.1", device: "" })).toMatchObject({
            ok: true,
          });
        expect(await redis.ttl("username_to_id:alice"), `after ${stoppedAfter}`).toBe(-1);
        return;
      }
      // The reservations expire.
      for (const key of ["username_to_id:alice", "email_to_id:alice@example.com"]) await redis.del(key);
      expect(await registerFromForm(alice, "a form")).toMatchObject({ ok: true });
    },
  );
  expect(stops).toBeGreaterThanOrEqual(7);
});

test("a process that was suspended after reserving a name does not take it from its new owner", async () => {
  const redis = direct();
  // The reservation expires and is replaced by another user's before the hash is written.
  proxy().onCommand(async (command) => {
    if (command.includes("EVAL") && command.includes("\r\nuser:1\r\n")) await redis.set("username_to_id:alice", "99");
  });
  const result = await registerUser(alice);
  proxy().onCommand(null);
  expect(result).toEqual({ ok: false, reason: "taken" });
  expect(await redis.exists(keys.user("1"))).toBe(0);
  expect(await redis.get("username_to_id:alice")).toBe("99");
});
