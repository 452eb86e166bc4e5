import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { createSku } from "#lib/sku/edit/edit.ts";
import { countCategories, listSkus } from "#lib/sku/store.ts";
import { findStoredUser } from "#lib/user/store.ts";
import { setUpRedis } from "#test/servers/redis.ts";

const { server } = setUpRedis();

async function repair(...args: string[]): Promise<{ code: number | null; output: string }> {
  const env = { ...process.env, REDIS_URL: server().url };
  const child = spawn(process.execPath, ["bin/repair.ts", ...args], { env, stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { output: await text(child.stdout), code: await exited };
}

const user = (username: string) => ({
  ...{ username, email: `${username}@example.com`, password_hash: "x", role: "shopper", created_at: "1.0" },
  ...{ first_name: "", last_name: "" },
});
const sku = (id: string, category: string) => ({
  ...{ id, name: id, price: "5.00", stock: 1, category, description: "", brand: "", image: "/pictures/package.svg" },
  purchaseLimit: null,
});

test("npm run repair: users and SKUs that lists do not agree with are found by a dry run, then mended, then in order", async () => {
  for (const one of [sku("lamp", "audio"), sku("chair", "toys")])
    expect(await createSku(one)).toMatchObject({ ok: true });
  await withRedis(async (redis) => {
    // The nodes of names, lists and the counter went back; that of the users did not.
    for (const [id, name] of [
      ["1", "alice"],
      ["7", "bob"],
    ] as const)
      await redis.hSet(keys.user(id), user(name));
    await redis.set(keys.usernameToId("bob"), "7");
    await redis.set(keys.emailToId("bob@example.com"), "7");
    await redis.set(keys.usernameToId("carol"), "9");
    await redis.set(keys.usernameToId("dave"), "10", { expiration: { type: "EX", value: 60 } });
    await redis.set(keys.userIds, "3");
    await redis.zRem(keys.skus, "lamp");
    await redis.zRem(keys.skusOfCategoryByPrice("audio"), "lamp");
    await redis.zAdd(keys.skusOfCategory("audio"), { score: 1, value: "chair" });
    await redis.zAdd(keys.skusByPrice, { score: 500, value: "gone" });
    await redis.zRem(keys.skuCategories, "toys");
  });
  const dry = await repair("--dry-run");
  expect(dry.output).toContain("1 users whom their name does not find: found\n    1");
  expect(dry.output).toContain("1 names of users who do not exist: found\n    9");
  expect(dry.output).toContain("1 counters that are behind: found");
  expect(dry.output).toContain("3 SKUs that the lists do not show as they are: found");
  expect(dry.output).toContain("1 SKUs in a category that they are not in: found\n    audio chair");
  expect(dry.code).toBe(1);
  expect(await findStoredUser("alice")).toBeNull();
  expect(await withRedis((redis) => redis.get(keys.repairPosition))).toBeNull();

  expect(await repair()).toMatchObject({ code: 0, output: expect.stringContaining("mended") });
  expect((await findStoredUser("alice"))?.user.id).toBe("1");
  const [carol, dave, ids] = await withRedis((redis) =>
    Promise.all([keys.usernameToId("carol"), keys.usernameToId("dave"), keys.userIds].map((key) => redis.get(key))),
  );
  expect([carol, dave]).toEqual([null, "10"]);
  expect(Number(ids)).toBeGreaterThanOrEqual(7);
  const listed = async (category?: string) =>
    (await listSkus({ sort: "price-asc", limit: 10, ...(category ? { category } : {}) })).items.map(({ id }) => id);
  expect((await listed()).toSorted()).toEqual(["chair", "lamp"]);
  expect(await listed("audio")).toEqual(["lamp"]);
  expect(Object.fromEntries(await countCategories())).toEqual({ audio: 1, toys: 1 });
  expect(await repair()).toMatchObject({ code: 0, output: expect.stringContaining("Everything agrees") });
});

test("npm run repair goes on where it was interrupted", async () => {
  await createSku(sku("lamp", "audio"));
  await withRedis(async (redis) => {
    const runId = /run_id:(\w+)/.exec(await redis.info("server"))?.[1] ?? "";
    await redis.hSet(keys.repairPosition, { part: "orders", node: runId, cursor: "0" });
  });
  const resumed = await repair();
  expect(resumed.output).toMatch(/Goes on where it was interrupted: orders\.\nComparing orders\n/);
  expect(resumed.output).not.toContain("Comparing users");
  expect((await repair()).output).toContain("Comparing users");
});
