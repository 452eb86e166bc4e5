import { afterAll, beforeAll, expect, test } from "vitest";
import { listAllCarts } from "#lib/cart/all-carts.ts";
import { sampleMemory } from "#lib/metrics/inspect/memory-sample.ts";
import { readNodeReports } from "#lib/metrics/inspect/node-report.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { endAnySession, listAllSessions } from "#lib/session/all-sessions.ts";
import { publicIdOf } from "#lib/session/identity.ts";
import { createSession, getSession } from "#lib/session/store.ts";
import { listUsers } from "#lib/user/directory/list-users.ts";
import { makeAccount } from "#test/account.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { launchTestNodes, type TestNodes } from "#test/servers/redis-servers.ts";

/** What administrators see of people and of Redis, on a cluster of three primaries. */

let cluster: TestNodes;
beforeAll(async () => {
  setLongTimeouts();
  cluster = await launchTestNodes();
  process.env.REDIS_CLUSTER = cluster.addresses;
  process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
});
afterAll(async () => {
  await closeRedis();
  await cluster.stop();
});

/** The items of all pages. */
async function collect<T>(list: (cursor?: string) => Promise<{ items: T[]; nextCursor: string | null }>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await list(cursor);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && ++pages < 100);
  expect(cursor).toBeUndefined();
  return items;
}

test("users, sessions and carts of all nodes are listed, and a session on any of them ends", async () => {
  const count = 200;
  await withRedis(async (redis) => {
    for (let id = 1; id <= count; id++) await makeAccount(redis, String(id), `person-${id}`);
    await Promise.all(Array.from({ length: count }, (_, n) => redis.hSet(keys.cart(String(n + 1)), { none: "1" })));
  });
  const sids = (await Promise.all(Array.from({ length: count }, () => createSession(null, "")))).map(({ sid }) => sid);
  const unique = (ids: readonly string[]) => [...new Set(ids)];
  expect((await collect((cursor) => listUsers({ cursor, limit: 30 }))).map(({ id }) => id)).toHaveLength(count);
  const found = (await collect((cursor) => listUsers({ q: "person-", cursor, limit: 30 }))).map(({ id }) => id);
  expect([found.length, unique(found).length]).toEqual([count, count]);
  expect(unique((await collect((cursor) => listAllSessions(cursor, null))).map(({ id }) => id))).toHaveLength(count);
  expect(unique((await collect(listAllCarts)).map(({ owner }) => owner))).toHaveLength(count);
  for (const sid of sids.slice(0, 10)) {
    expect(await endAnySession(publicIdOf(sid))).toEqual({ userId: null });
    expect(await getSession(sid)).toBeNull();
  }
});

test("each node tells its figures, and the memory is that of all", async () => {
  const reports = await readNodeReports();
  expect(reports.map(({ info }) => info?.redis_mode ?? info?.server_mode)).toEqual(["cluster", "cluster", "cluster"]);
  expect(new Set(reports.map(({ info }) => info?.tcp_port)).size).toBe(3);
  const sample = await sampleMemory();
  expect(sample?.looked).toBe(sample?.total);
  expect(sample?.families.find(({ family }) => family === "Carts")?.keys).toBe(200);
});
