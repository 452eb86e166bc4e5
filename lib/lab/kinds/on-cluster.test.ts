import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openClient } from "#lib/lab/servers/connect.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { scanPages } from "#lib/redis/cluster.ts";
import { keys } from "#lib/redis/keys.ts";
import { finish } from "#test/lab.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { launchTestNodes, type TestNodes } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

/** Every kind of run on a store whose only Redis is a cluster of three primaries with a password. */

const PASSWORD = "p@ss/word";
let cluster: TestNodes;
let nodes = "";
beforeAll(async () => {
  setLongTimeouts();
  cluster = await launchTestNodes();
  nodes = cluster.addresses.split(",").sort().join(", ");
  for (const { url } of cluster.nodes) await sendToRedis(url, "CONFIG", "SET", "requirepass", PASSWORD);
  process.env.REDIS_CLUSTER = `redis://:${encodeURIComponent(PASSWORD)}@${cluster.addresses}`;
  process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
});
afterAll(async () => {
  await closeRedis();
  await cluster.stop();
});

async function listLeft(): Promise<string[]> {
  const left: string[] = [];
  for await (const page of scanPages(await withRedis(async (redis) => redis), {})) left.push(...page);
  return left.filter((key) => !/^(\{?run:|runs$|biglist$)/.test(key));
}

afterEach(async () => {
  // The outcome of a run is there before its lease is given back.
  await until(async () => !(await listLeft()).includes(keys.activeRun));
  expect(await listLeft()).toEqual([]);
});

test("pipeline: on the node that holds the list", async () => {
  const { result, error } = await finish({ kind: "pipeline", count: 200 });
  expect(error).toBeNull();
  expect(result).toMatchObject({ verified: true, figures: { readFrom: "primary", nodes } });
});

test("load: its sessions are on all nodes", async () => {
  const run = await finish({ kind: "load", rate: 300, seconds: 2, sessions: 60 });
  expect(run.error).toBeNull();
  expect(run.result).toMatchObject({ successRate: 1, figures: { nodes } });
  for (const { url } of cluster.nodes) {
    const client = await openClient(url.replace("redis://", `redis://:${encodeURIComponent(PASSWORD)}@`));
    expect(Number(/cmdstat_evalsha:calls=(\d+)/.exec(await client.info("commandstats"))?.[1])).toBeGreaterThan(50);
    client.destroy();
  }
});

test("sale: the keys of an order are on several nodes", async () => {
  const { result, error } = await finish({ kind: "sale", shoppers: 30, units: 10 });
  expect(error).toBeNull();
  expect(result).toMatchObject({ ok: true, verified: true, achieved: 10, figures: { nodes } });
});

test("browse and crowd", async () => {
  expect((await finish({ kind: "browse", views: 5 })).result).toMatchObject({ ok: true, figures: { nodes } });
  expect((await finish({ kind: "crowd", shoppers: 5, views: 3 })).result).toMatchObject({ ok: true, achieved: 15 });
});

test("bulk: a part of the values on each node", async () => {
  const { result } = await finish({ kind: "bulk", count: 5000, shards: 12, workers: 2 });
  expect(result).toMatchObject({ verified: true, figures: { servers: 3, nodes } });
});

test("compare", async () => {
  const { result, error } = await finish({ kind: "compare", seconds: 1, concurrency: 4 });
  expect(error).toBeNull();
  expect(result).toMatchObject({ ok: true, figures: { nodes } });
});
