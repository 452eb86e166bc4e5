import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { until } from "#test/until.ts";
import { readHistory } from "./history.ts";
import { readLatest } from "./metrics.ts";
import { startSampler } from "./sampler.ts";

setUpRedis(launchTestCluster);

test("the figures are those of all primaries of a cluster", async () => {
  await withRedis((redis) =>
    Promise.all(Array.from({ length: 30 }, (_, i) => redis.hSet(keys.session(String(i)), "user_id", "1"))),
  );
  const stop = startSampler();
  try {
    await until(async () => (await readLatest()).shop.sessions === 30);
    const { keys: count, processes } = await readLatest();
    expect([count >= 30, processes]).toEqual([true, 1]);
    expect((await readHistory({ minutes: 1 })).samples.length).toBeGreaterThan(0);
  } finally {
    stop();
  }
});
