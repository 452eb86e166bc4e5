import { beforeAll, expect, test } from "vitest";
import { CurrentRequest, runRequest } from "#lib/process/current-request.ts";
import { withRedis } from "#lib/redis/client.ts";
import { setUpCluster } from "#test/servers/redis.ts";

/** On a cluster, whose client sends by other functions. One server: test/project/round-trips.test.ts. */

setUpCluster();
beforeAll(async () => {
  await withRedis((redis) => redis.get("{a}1"));
});

test("what is sent together is one round trip; so is a transaction, and a reply that is an error", async () => {
  const request = new CurrentRequest("a request");
  await runRequest(request, () =>
    withRedis(async (redis) => {
      await Promise.all([redis.get("{a}1"), redis.get("{a}2")]);
      await redis.multi().set("{a}1", "1").set("{a}2", "2").exec();
      await redis.get("{a}1");
      await expect(redis.lPush("{a}1", "no list")).rejects.toThrow("WRONGTYPE");
    }),
  );
  expect(request.roundTrips).toBe(4);
  expect(request.redisMs).toBeGreaterThan(0);
});
