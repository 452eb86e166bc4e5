import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/redis.ts";
import { launchTestCluster } from "#test/redis-servers.ts";
import { enforceSessionLimit } from "./eviction.ts";
import { guestIdOf } from "./identity.ts";
import { createSession } from "./store.ts";

setUpRedis(launchTestCluster);

/** Guests with carts, the first active least recently; several were active in the same second. */
async function makeGuests(count: number): Promise<string[]> {
  const now = Date.now() / 1000;
  const sids = await Promise.all(Array.from({ length: count }, async () => (await createSession(null, "")).sid));
  await withRedis((redis) =>
    Promise.all(
      sids.flatMap((sid, i) => [
        redis.hSet(keys.session(sid), "last_activity", (now - 1000 + Math.floor(i / 3)).toFixed(3)),
        redis.hSet(keys.cart(guestIdOf(sid)), "laptop", "1"),
        ...[keys.recent, keys.wishlist].map((key) => redis.zAdd(key(guestIdOf(sid)), { score: 1, value: "laptop" })),
      ]),
    ),
  );
  return sids;
}
const alive = async (sids: string[]) =>
  withRedis(async (redis) => Promise.all(sids.map((sid) => redis.exists(keys.session(sid)))));

test("above the cap the least recently active guests go, with their carts, and no more than are too many", async () => {
  const sids = await makeGuests(400);
  expect(await enforceSessionLimit(150)).toBe(250);
  const left = await alive(sids);
  // Those of one second are equal; before and after it the order decides.
  expect(left.slice(0, 249).every((there) => there === 0)).toBe(true);
  expect(left.slice(252).every((there) => there === 1)).toBe(true);
  const count = (pattern: string) => withRedis(async (redis) => (await redis.keys(pattern)).length);
  for (const kind of ["session", "cart", "wishlist", "recent"])
    expect([kind, await count(`${kind}:*`)]).toEqual([kind, 150]);
});

test("a signed-in user is never ended by the cap, and below it nothing is read at all", async () => {
  const users = await Promise.all(
    ["1", "2", "3"].map(async (id) => (await createSession({ id, username: `user ${id}` }, "")).sid),
  );
  await makeGuests(10);
  expect(await enforceSessionLimit(2)).toBe(10);
  expect(await alive(users)).toEqual([1, 1, 1]);
  await withRedis((redis) => redis.del(keys.evictionLock));
  expect(await enforceSessionLimit(1000)).toBe(0);
  expect(await withRedis((redis) => redis.exists(keys.evictionLock))).toBe(0);
});

test("one process at a time looks for too many sessions", async () => {
  await makeGuests(100);
  const ended = await Promise.all(Array.from({ length: 5 }, () => enforceSessionLimit(40)));
  expect(ended.sort((a, b) => b - a)).toEqual([60, 0, 0, 0, 0]);
});
