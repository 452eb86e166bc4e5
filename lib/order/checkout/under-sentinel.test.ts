import { afterAll, beforeAll, test } from "vitest";
import { closeRedis } from "#lib/redis/client.ts";
import { findPrimary } from "#lib/redis/sentinel.ts";
import { awaitRedis } from "#lib/redis/tasks/retry.ts";
import { checkOutDuringOutage, whenServed } from "#test/models/checkout-outage.ts";
import { launchTestSentinels, type TestSentinels } from "#test/servers/redis-servers.ts";

/** Orders under Sentinel. What the failed primary had not replicated is lost, as if it had never been requested. */

const master = "redis://:a-password@mymaster";
let setup: TestSentinels;
beforeAll(async () => {
  setup = await launchTestSentinels("a-password");
  process.env.REDIS_SENTINEL = setup.addresses;
  process.env.REDIS_SENTINEL_MASTER = master;
  process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
});
afterAll(async () => {
  await closeRedis();
  await setup.stop();
});

test("the primary is killed during checkouts: on the promoted replica the supply equals stock plus sold", async () => {
  const url = await whenServed(() => findPrimary({ nodes: setup.addresses, master }));
  await checkOutDuringOutage({
    start: () => setup.servers.find((server) => server.url === url)?.child.kill("SIGKILL"),
    end: () => awaitRedis(120_000),
    primary: url,
  });
});
