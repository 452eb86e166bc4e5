import { afterEach, expect, test, vi } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { expectFullTtl } from "#test/expect-ttl.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { createSession, deleteSession, getSession, touchSession } from "./store.ts";

setUpRedis();
afterEach(() => vi.useRealTimers());

const user = { id: "7", username: "alice" };
const touch = (sid: string, page = "/", views: 0 | 1 = 1) =>
  withRedis((redis) => touchSession(redis, sid, page, views));
const ttl = (sid: string) => withRedis((redis) => redis.ttl(keys.session(sid)));
/** Advances the clock of this process, on which the limits depend. Redis has its own clock. */
const advance = (seconds: number) => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1000 });

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
    advance(3500);
    expect(await touch(sid)).not.toBeNull();
  }
  expectFullTtl(await ttl(sid), 3600);
  advance(3500);
  expect(await touch(sid)).not.toBeNull();
  expect(await ttl(sid)).toBeLessThan(1300);
  advance(1300);
  expect(await getSession(sid)).toBeNull();
  expect(await touch(sid)).toBeNull();
  expect(await withRedis((redis) => redis.exists(keys.session(sid)))).toBe(0);
});

test("the absolute limit holds to the millisecond", async () => {
  const now = Date.now();
  // Twenty starts, because seconds with decimals are not exact in the script.
  for (let i = 0; i < 20; i++) {
    const start = now + i;
    const at = (ms: number) => vi.useFakeTimers({ toFake: ["Date"], now: start + 12 * 3600 * 1000 + ms });
    vi.useFakeTimers({ toFake: ["Date"], now: start });
    const { sid } = await createSession(user, "");
    for (let minute = -690; minute < 0; minute += 30) {
      at(minute * 60_000);
      await touch(sid);
    }
    at(-400);
    expect(await touch(sid)).not.toBeNull();
    expect(await withRedis((redis) => redis.pTTL(keys.session(sid)))).toBeLessThanOrEqual(400);
    at(1);
    expect(await touch(sid)).toBeNull();
  }
});

test("a user has at most 100 sessions at once; the least recently active end", async () => {
  const sessions = [];
  for (let i = 0; i < 100; i++) {
    advance(1);
    sessions.push(await createSession(user, ""));
  }
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
  advance(3601);
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
