import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { askRedis } from "#lib/redis/server/launch.ts";
import { type PrivateServer, startPrivateServer } from "#lib/redis/server/private-server.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { withRequestTimeouts } from "#test/servers/redis.ts";
import { readPid } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import { recordFault, repetitions } from "./result.ts";
import { startTally } from "./tools/tally.ts";

/** The private Redis of a store is killed while it is written to. */

let dataDir = "";
let server: PrivateServer;
beforeAll(async () => {
  setLongTimeouts();
  dataDir = await mkdtemp(join(tmpdir(), "fwr-killed-"));
  server = await startPrivateServer(dataDir);
  process.env.REDIS_URL = server.url;
});
afterAll(async () => {
  await closeRedis();
  await server.release();
  expect(await askRedis(server.url)).toBe("away");
  await rm(dataDir, { recursive: true, force: true });
});

test("a server that is killed comes back by itself with everything that it had acknowledged", async (context) => {
  const tally = startTally();
  const times = repetitions(1, 20);
  const acknowledged = new Set<string>();
  await withRequestTimeouts(async () => {
    for (let n = 0; n < times; n++) {
      const pid = await readPid(server.url);
      let isOver = false;
      const writer = (async () => {
        for (let i = 0; !isOver; i++) {
          const key = `written:${n}:${i}`;
          if (await tally.attempt(() => withRedis((redis) => redis.set(key, "1")))) acknowledged.add(key);
          await sleep(5);
        }
      })();
      await sleep(100);
      process.kill(pid, "SIGKILL");
      tally.end();
      await until(async () => (await readPid(server.url)) !== pid);
      await until(() => withRedis(async (redis) => (await redis.ping()) === "PONG"));
      tally.recovered();
      isOver = true;
      await writer;
    }
  });
  const kept = await withRedis((redis) => redis.mGet([...acknowledged]));
  const lost = kept.filter((value) => value === null).length;
  recordFault(context, { fault: "private Redis killed", times, ...tally.row(), lost: { writes: lost } });
  expect(acknowledged.size).toBeGreaterThan(0);
  expect(lost).toBe(0);
});
