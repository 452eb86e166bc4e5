import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, type TestContext, test, vi } from "vitest";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { readSkus } from "#lib/sku/store.ts";
import { startActiveClock } from "#test/active-clock.ts";
import { setUpRedis, withRequestTimeouts } from "#test/servers/redis.ts";
import { recordFault, repetitions } from "./result.ts";
import { type RedisProxy, startRedisProxy } from "./tools/tcp-proxy.ts";

/** A connection that is dead and that nobody has closed. Whoever waits for it must notice. */

const { server } = setUpRedis();
let proxy: RedisProxy;
beforeAll(async () => {
  proxy = await startRedisProxy(server().url);
  process.env.REDIS_URL = proxy.url;
});
afterAll(async () => {
  await closeRedis();
  await proxy.close();
});
afterEach(() => void vi.useRealTimers());

/** Between two requests, in milliseconds. */
const EVERY_MS = 25;
/** At least so many requests are sent after the connection has died; the first ones wait for a second and a half. */
const REQUESTS = repetitions(80, 160);
/** So many only when nothing ever notices. */
const MAX_REQUESTS = 1000;

/** Sends requests while the connection dies, and beside them work that sends nothing. */
async function outlive(context: TestContext, fault: string, beside: () => Promise<unknown>) {
  const replies = { answered: 0, failed: 0 };
  let [slowest, outage] = [0, 0];
  const times = repetitions(1, 20);
  await withRequestTimeouts(async () => {
    const clock = startActiveClock();
    for (let i = 0; i < times; i++) {
      proxy.forgetConnections();
      const died = clock.now();
      const requests: Promise<void>[] = [];
      let isBack = false;
      const request = async () => {
        const sent = clock.now();
        const answered = await withRedis((redis) => redis.get("key")).then(
          () => true,
          () => false,
        );
        isBack ||= answered;
        replies[answered ? "answered" : "failed"]++;
        slowest = Math.max(slowest, clock.now() - sent);
        if (!answered) outage = Math.max(outage, clock.now() - died);
      };
      for (let n = 0; n < REQUESTS || (!isBack && n < MAX_REQUESTS); n++) {
        requests.push(request());
        await beside();
        await sleep(EVERY_MS);
      }
      await Promise.all(requests);
      expect(isBack).toBe(true);
    }
    clock.stop();
  });
  recordFault(context, { fault, times, replies, slowestMs: slowest, outageMs: outage });
  expect(slowest).toBeLessThan(2000);
}

test("a dead connection is replaced although searches that find nothing succeed", (context) =>
  outlive(context, "connection dead, beside searches that send nothing", () =>
    withRedis((redis) => readSkus(redis, [])).catch(() => {}),
  ));

test("a dead connection is replaced although this machine's clock is set back an hour", (context) =>
  outlive(context, "connection dead, clock set back an hour", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 3_600_000 });
  }));
