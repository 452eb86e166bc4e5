import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { deleteOtherSessions } from "#lib/session/user-sessions.ts";
import { changeUser, parseUser, type StoredUser } from "#lib/user/store.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { createUserSession } from "./open-session.ts";

setUpRedis();

async function makeUser(): Promise<StoredUser> {
  const hash = { username: "alice", email: "a@example.com", password_hash: "hash", created_at: "1" };
  await withRedis((redis) => redis.hSet(keys.user("1"), hash));
  const stored = parseUser("1", hash);
  if (!stored) throw new Error("no user");
  return stored;
}
const sessionKeys = () => withRedis((redis) => redis.keys("session:*"));
const change = (stored: StoredUser, fields: Record<string, string>) =>
  withRedis((redis) => changeUser(redis, stored.user.id, "", fields));

test("no session is created when the password changed while it was verified", async () => {
  const verified = await makeUser();
  await change(verified, { password_hash: "$2b$10$another" });
  expect(await createUserSession(verified, "")).toBeNull();
  expect(await sessionKeys()).toEqual([]);
});

test("no session is created when the account was disabled or deleted while the password was verified", async () => {
  const verified = await makeUser();
  await change(verified, { disabled_at: "1" });
  expect(await createUserSession(verified, "")).toBeNull();
  await withRedis((redis) => redis.del(keys.user(verified.user.id)));
  expect(await createUserSession(verified, "")).toBeNull();
  expect(await sessionKeys()).toEqual([]);
});

test("no interleaving of sign-ins and a password change leaves a session of the old password", async () => {
  const verified = await makeUser();
  for (let round = 0; round < 30; round++) {
    const stored = { ...verified, passwordHash: `hash ${round}` };
    await change(stored, { password_hash: stored.passwordHash });
    const signIns = Array.from({ length: 10 }, async (_, i) => {
      for (let turns = 0; turns < i; turns++) await new Promise(setImmediate);
      await createUserSession(stored, "");
    });
    const changed = (async () => {
      for (let turns = 0; turns < round % 10; turns++) await new Promise(setImmediate);
      await change(stored, { password_hash: "new" });
      await deleteOtherSessions(stored.user.id, null);
    })();
    await Promise.all([...signIns, changed]);
    expect(await sessionKeys(), `round ${round}`).toEqual([]);
  }
});

test("changing a user never recreates a deleted one", async () => {
  const stored = await makeUser();
  await withRedis((redis) => redis.del(keys.user(stored.user.id)));
  expect(await change(stored, { email: "b@example.com" })).toBe(false);
  expect(await withRedis((redis) => redis.exists(keys.user(stored.user.id)))).toBe(0);
});
