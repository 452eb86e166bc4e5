import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { createSession, deleteSession, getSession } from "./store.ts";
import { deleteOtherSessions, listSessions, revokeSession } from "./user-sessions.ts";

setUpRedis(launchTestCluster);
process.env.SESSIONS_PER_USER = "2000";
const user = { id: "7", username: "alice" };
const sids = () => withRedis((redis) => redis.zRange(keys.sessionsOf("7"), 0, -1));

test("ASVS 7.5.2: a user sees their sessions with their devices, the current one marked, and no sid", async () => {
  const one = await createSession(user, "Firefox on Linux");
  await createSession(user, "Safari on iOS");
  await createSession({ id: "8", username: "bob" }, "Chrome on Windows");
  const list = await listSessions("7", one.sid);
  expect(list.map(({ device, current }) => ({ device, current }))).toEqual(
    expect.arrayContaining([
      { device: "Firefox on Linux", current: true },
      { device: "Safari on iOS", current: false },
    ]),
  );
  expect(list).toHaveLength(2);
  expect(JSON.stringify(list)).not.toContain(one.sid);
});

test("a session is revoked by its public id, and only by its own user", async () => {
  const { sid } = await createSession(user, "");
  const [listed] = await listSessions("7", null);
  expect(await revokeSession("8", listed?.id ?? "")).toBe(false);
  expect(await getSession(sid)).not.toBeNull();
  expect(await revokeSession("7", listed?.id ?? "")).toBe(true);
  expect(await getSession(sid)).toBeNull();
  expect(await revokeSession("7", listed?.id ?? "")).toBe(false);
  expect(await sids()).toEqual([]);
});

test("ASVS 7.4.3: ending all other sessions ends all but one, however many there are", async () => {
  const keep = await createSession(user, "");
  for (let i = 0; i < 12; i++) await Promise.all(Array.from({ length: 100 }, () => createSession(user, "")));
  expect(await deleteOtherSessions("7", keep.sid)).toBe(1200);
  expect(await withRedis((redis) => redis.keys("session:*"))).toEqual([keys.session(keep.sid)]);
  expect(await sids()).toEqual([keep.sid]);
});

test("listing sessions never removes the entry of a session that is being created", async () => {
  const { sid } = await createSession(user, "");
  // As if the list were read after the entry was added and before the hash was written.
  await withRedis(async (redis) => {
    await redis.del(keys.session(sid));
    await redis.zAdd(keys.sessionsOf("7"), { score: Date.now() / 1000 - 3600, value: "long gone" });
  });
  expect(await listSessions("7", null)).toEqual([]);
  expect(await sids()).toEqual([sid]);
});

test("reading removes no entry of a session that is damaged: once it is repaired, it is listed again", async () => {
  const { sid } = await createSession(user, "");
  await withRedis(async (redis) => {
    await redis.zAdd(keys.sessionsOf("7"), { score: Date.now() / 1000 - 3600, value: sid });
    await redis.rename(keys.session(sid), `{${keys.session(sid)}}:kept`);
    await redis.set(keys.session(sid), "damaged");
  });
  expect(await listSessions("7", null)).toEqual([]);
  await withRedis((redis) => redis.rename(`{${keys.session(sid)}}:kept`, keys.session(sid)));
  expect(await listSessions("7", null)).toHaveLength(1);
});

test("a sign-in removes the entries of sessions past the absolute limit", async () => {
  await withRedis((redis) =>
    redis.zAdd(keys.sessionsOf("7"), { score: Date.now() / 1000 - 13 * 3600, value: "expired" }),
  );
  const { sid } = await createSession(user, "");
  expect(await sids()).toEqual([sid]);
  expect(await withRedis((redis) => redis.ttl(keys.sessionsOf("7")))).toBeGreaterThan(0);
  await deleteSession(sid, "7");
});
