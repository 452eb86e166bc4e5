import { createClient } from "redis";
import { afterAll, beforeAll } from "vitest";
import { closeRedis, type Redis } from "#lib/redis/client.ts";
import type { LaunchedRedis } from "#lib/redis/launch.ts";
import { type RedisProxy, startRedisProxy } from "./tcp-proxy.ts";

/**
 * Puts a proxy between `withRedis` and the test file's Redis, and runs work that stops after its first command, then
 * after its second, and so on until it runs to its end. Call it after setUpRedis.
 */
export function setUpCrashes(server: () => LaunchedRedis) {
  let proxy: RedisProxy | undefined;
  let direct: Redis | undefined;
  beforeAll(async () => {
    proxy = await startRedisProxy(server().url);
    process.env.REDIS_URL = proxy.url;
    const socket = { path: server().url.slice("unix://".length), tls: false as const };
    direct = createClient({ socket }) as Redis;
    await direct.connect();
  });
  afterAll(async () => {
    await closeRedis();
    direct?.destroy();
    await proxy?.close();
  });
  const parts = () => {
    if (!proxy || !direct) throw new Error("The proxy is there only while tests run");
    return { proxy, direct };
  };
  return {
    /** A connection that is never cut, to look at what was left. */
    direct: () => parts().direct,
    proxy: () => parts().proxy,
    /**
     * @param prepare runs before each attempt, on a whole connection
     * @param work what is interrupted
     * @param judge what must hold after a stop at any point
     * @returns the number of stops
     */
    async stopEverywhere(
      prepare: () => Promise<void>,
      work: () => Promise<unknown>,
      judge: (stoppedAfter: number) => Promise<void>,
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
        await judge(stops);
      }
    },
  };
}
