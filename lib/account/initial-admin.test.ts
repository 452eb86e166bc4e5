import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { getUser } from "#lib/user/store.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { ensureAdmin } from "./initial-admin.ts";
import { setRole } from "./operator.ts";
import { authenticate } from "./sign-in/authenticate.ts";

setUpRedis();

test("the first start creates user 0 as an administrator and returns the password once", async () => {
  const first = await ensureAdmin("admin", undefined);
  expect(first).toMatchObject({ ok: true, newPassword: expect.stringMatching(/^.{16}$/) });
  expect(await getUser("0")).toMatchObject({ username: "admin", role: "admin" });
  expect(
    await authenticate("admin", (first.ok && first.newPassword) || "", { address: "::1", device: "" }),
  ).toMatchObject({ ok: true });
  expect(await ensureAdmin("admin", undefined)).toEqual({ ok: true, username: "admin", newPassword: null });
});

test("several processes that start at once generate one password", async () => {
  const all = await Promise.all(Array.from({ length: 4 }, () => ensureAdmin("admin", undefined)));
  const passwords = all.flatMap((result) => (result.ok && result.newPassword) || []);
  expect(passwords).toHaveLength(1);
  expect(await authenticate("admin", passwords[0] ?? "", { address: "::1", device: "" })).toMatchObject({ ok: true });
});

test("the next start does not restore a role that was revoked", async () => {
  await ensureAdmin("admin", "a password from the environment");
  await setRole("0", "shopper");
  await ensureAdmin("admin", "another password from the environment");
  expect(await getUser("0")).toMatchObject({ role: "shopper" });
});

test("renaming the administrator gives up the old name, and back; a name that is taken is refused", async () => {
  await ensureAdmin("admin", "a password from the environment");
  expect(await ensureAdmin("chief", "a password from the environment")).toMatchObject({ ok: true });
  expect(await withRedis((redis) => redis.get(keys.usernameToId("admin")))).not.toBe("0");
  expect(await ensureAdmin("admin", "a password from the environment")).toMatchObject({ ok: true });
  await withRedis((redis) => redis.set(keys.usernameToId("alice"), "1"));
  expect(await ensureAdmin("alice", undefined)).toEqual({ ok: false, username: "alice" });
});
