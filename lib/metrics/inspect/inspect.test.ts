import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { describeNode, type Figure } from "./describe-node.ts";
import { sampleMemory } from "./memory-sample.ts";
import { readNodeReports } from "./node-report.ts";

setUpRedis();

const SECRET = "a-sid-that-nobody-may-see";

test("the memory of a small database is exact, by family, with the largest keys; no secret is shown", async () => {
  await withRedis(async (redis) => {
    await redis.rPush(
      keys.bigList,
      Array.from({ length: 5000 }, (_, i) => String(i)),
    );
    await redis.hSet(keys.session(SECRET), { current_page: "x".repeat(5000) });
    for (let i = 0; i < 20; i++) await redis.hSet(keys.cart(String(i)), { sku123: "1" });
  });
  const sample = await sampleMemory();
  expect(sample).toMatchObject({ looked: 22, total: 22 });
  expect(sample?.families.find(({ family }) => family === "Carts")).toMatchObject({ keys: 20 });
  const [list, session] = await withRedis((redis) =>
    Promise.all([redis.memoryUsage(keys.bigList), redis.memoryUsage(keys.session(SECRET))]),
  );
  expect(sample?.largest.slice(0, 2)).toEqual([
    { key: "biglist", bytes: list },
    { key: "session:…", bytes: session },
  ]);
  expect(sample?.families.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  expect(JSON.stringify(sample)).not.toContain(SECRET);
});

test("of a large database a sample is looked at, and the single keys all the same", async () => {
  await withRedis(async (redis) => {
    for (let i = 0; i < 8000; i += 1000)
      await Promise.all(Array.from({ length: 1000 }, (_, n) => redis.hSet(keys.cart(String(i + n)), { sku123: "1" })));
    await redis.rPush(
      keys.bigList,
      Array.from({ length: 5000 }, (_, i) => String(i)),
    );
  });
  const sample = await sampleMemory(1000);
  expect(sample?.looked).toBeLessThan(2000);
  expect(sample?.total).toBe(8001);
  expect(sample?.largest[0]?.key).toBe("biglist");
  const bytesOfCarts = (of: typeof sample) => of?.families.find(({ family }) => family === "Carts")?.bytes ?? 0;
  const whole = await sampleMemory(50_000);
  expect(whole?.looked).toBe(whole?.total);
  expect(Math.abs(bytesOfCarts(sample) / bytesOfCarts(whole) - 1)).toBeLessThan(0.1);
});

test("a server tells its figures in groups, its clients by name, and slow commands without their arguments", async () => {
  await withRedis(async (redis) => {
    await redis.configResetStat();
    await redis.configSet("slowlog-log-slower-than", "0");
    await redis.hSet(keys.user("7"), { password_hash: SECRET });
    await redis.get(`session:${SECRET}`);
    await redis.configSet("slowlog-log-slower-than", "10000");
  });
  const [report] = await readNodeReports();
  const groups = describeNode(report?.info ?? {});
  const figure = (group: string, label: string): Figure | undefined =>
    groups.find(({ title }) => title === group)?.figures.find((one) => one.label === label);
  expect(groups.map(({ title }) => title)).toEqual(["Server", "Memory", "Persistence", "Replication", "Keyspace"]);
  expect(figure("Server", "Version")?.value).toMatch(/^(Redis|Valkey) \d/);
  expect(figure("Persistence", "Append-only file")).toMatchObject({ value: "off", bad: true });
  expect(figure("Replication", "Replicas")?.value).toBe("none");
  expect(figure("Keyspace", "db0")?.value).toBe("1 key");
  for (const { label, value } of groups.flatMap(({ figures }) => figures))
    expect(value, label).not.toMatch(/NaN|undefined|^$/);
  expect(report?.clients?.some(({ name }) => name.startsWith("fwr:"))).toBe(true);
  expect(report?.slow?.map(({ command }) => command)).toEqual(
    expect.arrayContaining(["HSET user:7 (2 more)", "GET session:…"]),
  );
  expect(report?.commands?.find(({ command }) => command === "hset")).toMatchObject({ calls: 1 });
  expect(JSON.stringify(report)).not.toContain(SECRET);
});

test("what the user of Redis may not ask is null, and the store is not taken for read-only", async () => {
  await withRedis((redis) => redis.hSet(keys.user("7"), { username: "alice" }));
  const deny = (rule: string) => withRedis((redis) => redis.sendCommand(["ACL", "SETUSER", "default", rule]));
  for (const rule of ["-memory|usage", "-info", "-client|list", "-slowlog"]) await deny(rule);
  try {
    expect(await sampleMemory()).toBeNull();
    expect(await readNodeReports()).toEqual([{ info: null, clients: null, slow: null, commands: null }]);
  } finally {
    for (const rule of ["+memory|usage", "+info", "+client|list", "+slowlog"]) await deny(rule);
  }
});
