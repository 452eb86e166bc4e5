import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { expectFullTtl } from "#test/expect-ttl.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { createSession, deleteSession, getSession, touchSession } from "./store.ts";

setUpRedis();

const user = { id: "7", username: "alice" };
const touch = (sid: string, page = "/", views: 0 | 1 = 1) =>
  withRedis((redis) => touchSession(redis, sid, page, views));
const ttl = (sid: string) => withRedis((redis) => redis.ttl(keys.session(sid)));
/** Lets time pass for a session: its times move into the past. */
const age = (sid: string, seconds: number) =>
  withRedis((redis) =>
    Promise.all(["created_at", "last_activity"].map((field) => redis.hIncrByFloat(keys.session(sid), field, -seconds))),
  );

test("a session is the hash of the case study, with a TTL from the first moment", async () => {
  const { sid } = await createSession(user, "Firefox on Linux");
  const hash = await withRedis((redis) => redis.hGetAll(keys.session(sid)));
  expect(Object.keys(hash).sort()).toEqual(
    ["created_at", "current_page", "device", "last_activity", "page_views", "user_id", "username"].sort(),
  );
  expectFullTtl(await ttl(sid), 3600);
  expect(await withRedis((redis) => redis.zScore(keys.sessionsOf("7"), sid))).not.toBeNull();
});

test("a touch counts the page view, stores the page and extends the idle limit", async () => {
  const { sid } = await createSession(null, "");
  await withRedis((redis) => redis.expire(keys.session(sid), 1000));
  await touch(sid, "/product/laptop");
  const session = await touch(sid, "/cart");
  expect(session).toMatchObject({ pageViews: 2, currentPage: "/cart", user: null });
  expect(await getSession(sid)).toEqual(session);
  expectFullTtl(await ttl(sid), 3600);
  expect(await touch(sid, "", 0)).toMatchObject({ pageViews: 2, currentPage: "/cart" });
});

test("a touch never recreates a session that has ended", async () => {
  const { sid } = await createSession(null, "");
  await deleteSession(sid);
  expect(await touch(sid)).toBeNull();
  expect(await withRedis((redis) => redis.keys("*"))).toEqual([]);
});

test("the absolute limit ends a session that is in constant use, and its TTL never exceeds that limit", async () => {
  const { sid } = await createSession(user, "");
  for (let hour = 0; hour < 11; hour++) {
    await age(sid, 3500);
    expect(await touch(sid)).not.toBeNull();
  }
  expectFullTtl(await ttl(sid), 3600);
  await age(sid, 3500);
  expect(await touch(sid)).not.toBeNull();
  expect(await ttl(sid)).toBeLessThan(1300);
  await age(sid, 1300);
  expect(await getSession(sid)).toBeNull();
  expect(await touch(sid)).toBeNull();
  expect(await withRedis((redis) => redis.exists(keys.session(sid)))).toBe(0);
});

test("the time to live is not rounded up past the absolute limit", async () => {
  const { sid } = await createSession(user, "");
  for (let i = 0; i < 50; i++) {
    // With a second or so left, seconds with decimals are not exact in the script.
    const limit = Date.now() + 1000 + i * 7.3;
    await withRedis((redis) =>
      redis.hSet(keys.session(sid), {
        created_at: (limit / 1000 - 12 * 3600).toFixed(3),
        last_activity: limit / 1000 - 9,
      }),
    );
    expect(await touch(sid)).not.toBeNull();
    expect(await withRedis((redis) => redis.pExpireTime(keys.session(sid)))).toBeLessThanOrEqual(Math.round(limit) + 1);
  }
});

test("a session that began or was active in the future goes on from now", async () => {
  const { sid } = await createSession(user, "");
  await age(sid, -3600);
  const session = await touch(sid);
  expect(Math.abs((session?.createdAt ?? 0) - Date.now() / 1000)).toBeLessThan(600);
  expect(Math.abs((session?.lastActivity ?? 0) - Date.now() / 1000)).toBeLessThan(600);
  expectFullTtl(await ttl(sid), 3600);
  expect(await getSession(sid)).toEqual(session);
});

test("a user has at most 100 sessions at once; the least recently active end", async () => {
  const sessions = [];
  for (let i = 0; i < 100; i++) sessions.push(await createSession(user, ""));
  const [first, second, third] = sessions;
  // The first one has been used since, as recordVisit notes it in the index.
  await withRedis((redis) =>
    redis.zAdd(keys.sessionsOf("7"), { score: Date.now() / 1000 + 1, value: first?.sid ?? "" }),
  );
  await Promise.all([createSession(user, ""), createSession(user, "")]);
  expect(await getSession(first?.sid ?? "")).not.toBeNull();
  expect(await getSession(second?.sid ?? "")).toBeNull();
  expect(await getSession(third?.sid ?? "")).toBeNull();
  expect(await withRedis((redis) => redis.zCard(keys.sessionsOf("7")))).toBe(100);
  expect(await withRedis((redis) => redis.keys("session:*"))).toHaveLength(100);
});

test("the idle limit applies even to a key that has lost its expiry", async () => {
  const { sid } = await createSession(user, "");
  await withRedis((redis) => redis.persist(keys.session(sid)));
  await age(sid, 3601);
  expect(await getSession(sid)).toBeNull();
  expect(await touch(sid)).toBeNull();
});

test("a key that is not a valid session is never used as one", async () => {
  await withRedis(async (redis) => {
    await redis.set(keys.session("text"), "x");
    await redis.hSet(keys.session("empty"), { page_views: "1" });
    await redis.hSet(keys.session("words"), { created_at: "now", last_activity: "now", user_id: "0" });
  });
  for (const sid of ["text", "empty", "words"]) expect(await touch(sid)).toBeNull();
  expect(await getSession("empty")).toBeNull();
  expect(await getSession("words")).toBeNull();
});

test("a session stays compact, at most 200 bytes for a guest, whatever page and device it holds", async () => {
  const { sid } = await createSession(null, "Firefox on Windows");
  const memory = () => withRedis((redis) => redis.memoryUsage(keys.session(sid)));
  await touch(sid, "/product/mechanical-keyboard");
  expect(await memory()).toBeLessThanOrEqual(200);
  const long = await touch(sid, `/${"ü".repeat(500)}`);
  expect(Buffer.byteLength(long?.currentPage ?? "")).toBeLessThanOrEqual(64);
  expect(long?.currentPage).toMatch(/^\/ü+$/);
  expect(await withRedis((redis) => redis.sendCommand(["OBJECT", "ENCODING", keys.session(sid)]))).toBe("listpack");
});
