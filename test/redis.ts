import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import type { LaunchedRedis } from "#lib/redis/launch.ts";
import { launchTestRedis } from "./redis-servers.ts";

/**
 * Gives the test file that calls it a Redis server of its own, empty before each test, and points `withRedis` at it.
 * @param launch what makes the server: with {@link launchTestCluster} nothing may touch two slots at once
 * @returns the server, for tests that stop or freeze it
 */
export function setUpRedis(launch: () => Promise<LaunchedRedis> = launchTestRedis): { server: () => LaunchedRedis } {
  let server: LaunchedRedis | undefined;
  beforeAll(async () => {
    server = await launch();
    process.env.REDIS_URL = server.url;
    process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
  });
  beforeEach(async () => {
    // A machine that stood still for a second has broken the connection; the next one is there soon.
    for (let tries = 50; ; tries--) {
      const flushed = await withRedis((redis) => redis.flushAll()).catch(() => null);
      if (flushed !== null || tries === 0) break;
      await sleep(100);
    }
  });
  afterAll(async () => {
    await closeRedis();
    await server?.stop();
  });
  return {
    server: () => {
      if (!server) throw new Error("The server is there only while tests run");
      return server;
    },
  };
}
