import { afterAll, beforeAll, test, vi } from "vitest";
import { closeRedis } from "#lib/redis/client.ts";
import { awaitRedis } from "#lib/redis/work/retry.ts";
import { rushThrough } from "#test/models/checkout-outage.ts";
import { launchTestSentinels, type TestSentinels } from "#test/redis-servers.ts";

/** Orders under Sentinel. What the dead primary had not passed on is lost, but as if it had never been asked for. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let setup: TestSentinels;
beforeAll(async () => {
  setup = await launchTestSentinels("a-password");
  process.env.REDIS_SENTINEL = setup.addresses;
  process.env.REDIS_SENTINEL_MASTER = "redis://:a-password@mymaster";
  process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
});
afterAll(async () => {
  await closeRedis();
  await setup.stop();
});

test("the primary is killed amid orders: what was supplied is stock or sold on the one that is promoted", async () => {
  await rushThrough(
    () => setup.servers[0]?.child.kill("SIGKILL"),
    () => awaitRedis(30_000),
  );
});
