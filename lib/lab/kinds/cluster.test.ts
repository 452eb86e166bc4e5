import { afterAll, beforeAll, expect, test } from "vitest";
import { openClient } from "#lib/lab/servers/connect.ts";
import { finish } from "#test/lab.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestNodes, type TestNodes } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";

/** Three primaries with a password and without replicas. The run itself is stored on another server. */

const PASSWORD = "p@ss/word";
const CREDENTIALS = `redis://:${encodeURIComponent(PASSWORD)}@`;

setUpRedis();
let cluster: TestNodes;
beforeAll(async () => {
  cluster = await launchTestNodes();
  for (const { url } of cluster.nodes) await sendToRedis(url, "CONFIG", "SET", "requirepass", PASSWORD);
  // The credentials of the first are those of all.
  process.env.REDIS_CLUSTER = `${CREDENTIALS}${cluster.addresses}`;
});
afterAll(() => cluster.stop());

test.each(["list", "stream"])(
  "bulk %s over the nodes of a cluster: verified, and all keys deleted",
  async (structure) => {
    const run = await finish({ kind: "bulk", count: 20_000, shards: 8, workers: 2, structure });
    expect(run.error).toBeNull();
    expect(run.result).toMatchObject({ verified: true, figures: { servers: 3 } });
    for (const { url } of cluster.nodes) {
      const client = await openClient(url.replace("redis://", CREDENTIALS));
      expect(await client.dbSize()).toBe(0);
      client.destroy();
    }
  },
);
