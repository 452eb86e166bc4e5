import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { makeAccount, PASSWORD_HASH } from "#test/account.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { listUsers } from "./list-users.ts";

setUpRedis(launchTestCluster);

const make = (id: number, username: string) => withRedis((redis) => makeAccount(redis, String(id), username));

/** The ids of all pages. @param most pages, so that an endless list fails */
async function listAll(query: { q?: string; limit: number }, most = 200): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listUsers({ ...query, cursor });
    pages.push(page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor && pages.length < most);
  expect(cursor).toBeUndefined();
  return pages;
}

test("all users are listed once, newest first, across gaps and with ids above the counter", async () => {
  expect(await listAll({ limit: 10 })).toEqual([[]]);
  await make(0, "admin");
  for (const id of [1, 2, 5, 4321, 4322]) await make(id, `user-${id}`);
  await withRedis((redis) => redis.set(keys.userIds, "4320"));
  const pages = await listAll({ limit: 2 });
  expect(pages.flat()).toEqual(["4322", "4321", "5", "2", "1", "0"]);
  expect(pages.every((page) => page.length <= 2)).toBe(true);
  expect((await listAll({ limit: 1 })).flat()).toHaveLength(6);
  await withRedis((redis) => redis.set(keys.userIds, "no number"));
  expect((await listAll({ limit: 200 })).flat()).toContain("5");
});

test("one request looks at 2,000 ids at most", async () => {
  await make(1, "first");
  await withRedis((redis) => redis.set(keys.userIds, "6001"));
  expect(await listAll({ limit: 50 })).toEqual([[], [], [], ["1"]]);
});

test("what is listed has nothing of the password; a damaged hash is left out", async () => {
  await make(1, "alice");
  await withRedis((redis) => redis.set(keys.user("2"), "no hash"));
  await withRedis((redis) => redis.hSet(keys.user("3"), { email: "nobody@example.com" }));
  await withRedis((redis) => redis.hSet(keys.user("1"), { disabled_at: "1", factors_version: "3" }));
  const { items } = await listUsers({ limit: 10 });
  expect(items).toMatchObject([{ id: "1", username: "alice", email: "alice@example.com", disabled: true }]);
  expect(JSON.stringify(items)).not.toContain(PASSWORD_HASH);
});

test("a search finds a number, a name, an address and what begins so, whatever the case, each once", async () => {
  await make(1, "Alice");
  await make(2, "alina");
  await make(3, "bob");
  await make(12, "a*c");
  await withRedis((redis) => redis.set(keys.emailToId("ali@example.org"), "3"));
  const find = async (q: string, limit = 50) => (await listAll({ q, limit })).flat();
  expect(await find("#12")).toEqual(["12"]);
  expect(await find("12")).toEqual(["12"]);
  expect(await find("ALICE")).toEqual(["1"]);
  expect(await find("bob@example.com")).toEqual(["3"]);
  expect((await find("ali")).sort()).toEqual(["1", "2", "3"]);
  expect(await find("a*")).toEqual(["12"]);
  expect(await find("nobody")).toEqual([]);
  expect(await find("[a")).toEqual([]);
});

test("pages of a search have no more than the limit, and lose and repeat nobody", async () => {
  await withRedis((redis) =>
    Promise.all(
      Array.from({ length: 300 }, async (_, n) => {
        const id = String(n + 1);
        await redis.hSet(keys.user(id), { username: `shopper-${id}`, email: `shopper-${id}@example.com` });
        await redis.set(keys.usernameToId(`shopper-${id}`), id);
        await redis.set(keys.emailToId(`shopper-${id}@example.com`), id);
      }),
    ),
  );
  const pages = await listAll({ q: "Shopper-", limit: 7 });
  expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(7);
  const found = pages.flat();
  expect(found).toHaveLength(300);
  expect(new Set(found).size).toBe(300);
});
