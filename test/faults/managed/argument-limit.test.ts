import { mkdtemp, rm } from "node:fs/promises";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linkGuestOrders } from "#lib/account/sign-in/merge-guest.ts";
import { config } from "#lib/config.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { deleteOtherSessions, listSessions } from "#lib/session/user-sessions.ts";
import { listUploads } from "#lib/sku/picture/store.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { mergeRecent } from "#lib/visit/recent.ts";
import { makeSplitter } from "#test/faults/tools/resp.ts";
import { finish } from "#test/lab.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";

/**
 * ElastiCache Serverless: a command with more than 3,999 arguments is refused, and CONFIG is not there. A proxy in front
 * of a Redis does the same.
 */

const MAX_ARGUMENTS = 3999;

let folder = "";
let most = 0;
const refused: string[] = [];
const { server } = setUpRedis(() => launchTestRedis());
const proxy = createServer((client) => {
  const behind = createConnection(server().url.slice("unix://".length));
  const onCommand = makeSplitter((command) => {
    const count = Number(/^\*(\d+)/.exec(command.toString("latin1", 0, 20))?.[1] ?? 0);
    most = Math.max(most, count);
    const name = /^\*\d+\r\n\$\d+\r\n(\w+)/.exec(command.toString("latin1", 0, 60))?.[1] ?? "";
    if (count > MAX_ARGUMENTS) refused.push(`${name} with ${count} arguments`);
    // Another command takes its place, which is refused as well, so that replies keep their order.
    if (count > MAX_ARGUMENTS || /^config$/i.test(name)) behind.write("*1\r\n$12\r\nNO-SUCH-NAME\r\n");
    else behind.write(command);
  });
  client.on("data", onCommand);
  behind.on("data", (reply) => client.write(reply));
  for (const socket of [client, behind])
    socket
      .on("error", () => {})
      .on("close", () => {
        client.destroy();
        behind.destroy();
      });
});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fwr-limit-"));
  const path = join(folder, "redis.sock");
  await new Promise<void>((done) => proxy.listen(path, done));
  Object.assign(process.env, { REDIS_URL: `unix://${path}`, DATA_DIR: folder });
  Object.assign(config(), { REDIS_URL: `unix://${path}`, DATA_DIR: folder });
  await closeRedis();
});
afterAll(async () => {
  await closeRedis();
  proxy.close();
  await rm(folder, { recursive: true });
});

const MANY = 4100;
const ids = (prefix: string) => Array.from({ length: MANY }, (_, i) => `${prefix}${i}`);

/** Writes a sorted set of many members, a thousand in a command. */
async function fill(key: string, members: readonly string[]): Promise<void> {
  for (let from = 0; from < members.length; from += 1000) {
    const batch = members.slice(from, from + 1000).map((value, i) => ({ score: from + i + 1, value }));
    await withRedis((redis) => redis.zAdd(key, batch));
  }
}

test("G13: no command has more than 3,999 arguments, however much there is", async () => {
  await seedIfEmpty();
  await fill(keys.ordersOf("guest"), ids("order"));
  const email = "alice@example.com";
  await withRedis((redis) => Promise.all(ids("order").map((id) => redis.hSet(keys.order(id), { email }))));
  await linkGuestOrders("guest", { id: "1", email });
  expect(await withRedis((redis) => redis.zCard(keys.ordersOf("1")))).toBe(MANY);

  await fill(keys.recent("guest"), ids("sku"));
  await mergeRecent("guest", { id: "1", guest: false });
  const newest = await withRedis((redis) => redis.zRange(keys.recent("1"), 0, -1, { REV: true }));
  expect(newest).toEqual(ids("sku").reverse().slice(0, 25));

  await fill(keys.sessionsOf("1"), ids("sid"));
  await listSessions("1", null);
  await deleteOtherSessions("1", null);
  expect(await withRedis((redis) => redis.exists(keys.sessionsOf("1")))).toBe(0);

  await fill(keys.pictures, ids(`${"0".repeat(16)}-1x1-`));
  await listUploads();
  await fill(keys.runs, ids("run"));
  for (const body of [
    { kind: "pipeline", count: 10_000, mode: "variadic" },
    { kind: "bulk", count: 20_000, shards: 2, workers: 1 },
  ])
    expect(await finish(body)).toMatchObject({ state: "done", error: null });
  expect(refused).toEqual([]);
  expect(most).toBeGreaterThan(1000);
  expect(most).toBeLessThanOrEqual(MAX_ARGUMENTS);
});
