import { afterAll, beforeAll, expect, test } from "vitest";
import { closeRedis } from "#lib/redis/client.ts";
import { finish } from "#test/lab.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { launchTestSentinels, type TestSentinels } from "#test/servers/redis-servers.ts";

/** Runs on a store whose only Redis is the primary that Sentinels name. `compare` connects to it as `load` does, and takes long. */

let setup: TestSentinels;
beforeAll(async () => {
  setLongTimeouts();
  setup = await launchTestSentinels("a-password");
  process.env.REDIS_SENTINEL = setup.addresses;
  process.env.REDIS_SENTINEL_MASTER = "redis://:a-password@mymaster";
  process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
});
afterAll(async () => {
  await closeRedis();
  await setup.stop();
});

test.each([
  { kind: "pipeline", count: 200 },
  { kind: "load", rate: 300, seconds: 1, sessions: 60 },
  { kind: "sale", shoppers: 30, units: 10 },
  { kind: "crowd", shoppers: 5, views: 3 },
  { kind: "browse", views: 3 },
  { kind: "bulk", count: 5000, shards: 4, workers: 2 },
])("$kind runs on the primary, which the receipt names", async (body) => {
  const run = await finish(body);
  expect(run).toMatchObject({ state: "done", error: null });
  expect(run.result?.figures?.nodes).toBe(`${new URL(setup.servers[0]?.url ?? "").host}, named by Sentinel`);
});
