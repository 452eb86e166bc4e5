import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { enforceSessionLimit } from "./eviction.ts";
import { guestIdOf } from "./identity.ts";
import { createSession } from "./store.ts";

setUpRedis(launchTestCluster);

/** Creates guests with carts, the least recently active first, several active in the same second. */
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
const exist = async (sids: string[]) =>
  withRedis(async (redis) => Promise.all(sids.map((sid) => redis.exists(keys.session(sid)))));

test("above the limit the least recently active guests are evicted with their carts, and only as many as needed", async () => {
  const sids = await makeGuests(400);
  expect(await enforceSessionLimit(150)).toBe(250);
  const left = await exist(sids);
  // Any of the guests of the last second may be evicted; all before it are, none after it.
  expect(left.slice(0, 249).every((exists) => exists === 0)).toBe(true);
  expect(left.slice(252).every((exists) => exists === 1)).toBe(true);
  const count = (pattern: string) => withRedis(async (redis) => (await redis.keys(pattern)).length);
  for (const kind of ["session", "cart", "wishlist", "recent"])
    expect([kind, await count(`${kind}:*`)]).toEqual([kind, 150]);
});

test("users are never evicted, and below the limit nothing is scanned", async () => {
  const users = await Promise.all(
    ["1", "2", "3"].map(async (id) => (await createSession({ id, username: `user ${id}` }, "")).sid),
  );
  await makeGuests(10);
  expect(await enforceSessionLimit(2)).toBe(10);
  expect(await exist(users)).toEqual([1, 1, 1]);
  await withRedis((redis) => redis.del(keys.evictionLock));
  expect(await enforceSessionLimit(1000)).toBe(0);
  expect(await withRedis((redis) => redis.exists(keys.evictionLock))).toBe(0);
});

test("only one process at a time evicts guests", async () => {
  await makeGuests(100);
  const evicted = await Promise.all(Array.from({ length: 5 }, () => enforceSessionLimit(40)));
  expect(evicted.sort((a, b) => b - a)).toEqual([60, 0, 0, 0, 0]);
});
