import { createClient } from "redis";
import { afterAll, beforeAll } from "vitest";
import { closeRedis, type Redis } from "#lib/redis/client.ts";
import type { LaunchedRedis } from "#lib/redis/server/launch.ts";
import { type RedisProxy, startRedisProxy } from "./tcp-proxy.ts";

/**
 * Puts a proxy between `withRedis` and the Redis of the test file, and interrupts work after its first command, then
 * after its second, and so on until it completes. Call it after setUpRedis.
 */
export function setUpCrashes(server: () => LaunchedRedis) {
  let proxy: RedisProxy | undefined;
  let direct: Redis | undefined;
  beforeAll(async () => {
    proxy = await startRedisProxy(server().url);
    process.env.REDIS_URL = proxy.url;
    const socket = { path: server().url.slice("unix://".length), tls: false as const };
    direct = createClient({ socket }) as Redis;
    direct.on("error", () => {});
    await direct.connect();
  });
  afterAll(async () => {
    await closeRedis();
    direct?.destroy();
    await proxy?.close();
  });
  const parts = () => {
    if (!proxy || !direct) throw new Error("The proxy exists only while tests run");
    return { proxy, direct };
  };
  return {
    /** A connection that is never cut, to prepare and inspect the data. */
    direct: () => parts().direct,
    proxy: () => parts().proxy,
    /**
     * @param prepare runs before each attempt, on a connection that is not interrupted
     * @param work is interrupted
     * @param check asserts what must hold after an interruption; gets the number of commands that were executed
     * @returns the number of interruptions
     */
    async stopEverywhere(
      prepare: () => Promise<void>,
      work: () => Promise<unknown>,
      check: (stoppedAfter: number) => Promise<void>,
    ): Promise<number> {
      for (let stops = 0; ; stops++) {
        await parts().direct.flushAll();
        await prepare();
        parts().proxy.cutAfter(stops);
        const finished = await work().then(
          () => true,
          () => false,
        );
        parts().proxy.cutAfter(null);
        await closeRedis();
        if (finished) return stops;
        await check(stops);
      }
    },
  };
}
