import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { retryWhileAway } from "#lib/redis/tasks/retry.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { startActiveClock } from "#test/active-clock.ts";
import { captureLog } from "#test/capture-log.ts";
import { setUpRedis, whileFrozen, withRequestTimeouts } from "#test/servers/redis.ts";
import { recordFault, repetitions } from "./result.ts";
import { startTally } from "./tools/tally.ts";

/** A server that is stopped and still connected: it takes commands and never answers. */

const { server } = setUpRedis();
const get = () => withRedis((redis) => redis.get("key"));

test("a frozen Redis fails every command within 2 s, and serves again within 5 s of thawing", async (context) => {
  await withRedis((redis) => redis.set("key", "value"));
  const tally = startTally();
  const times = repetitions(1, 10);
  await withRequestTimeouts(async () => {
    const clock = startActiveClock();
    for (let n = 0; n < times; n++) {
      await whileFrozen(server(), async () => {
        for (let i = 0; i < 3; i++) {
          const started = clock.now();
          expect(await tally.attempt(get)).toBe(false);
          expect(clock.now() - started).toBeLessThan(2000);
          await sleep(300);
        }
      });
      tally.end();
      const thawed = clock.now();
      expect(await retryWhileAway(get, { everyMs: 50, forMs: 60_000 })).toBe("value");
      expect(clock.now() - thawed).toBeLessThan(5000);
      tally.recovered();
    }
    clock.stop();
  });
  recordFault(context, { fault: "frozen, now and then a command", times, ...tally.row(), lost: { values: 0 } });
});

test("a frozen Redis is detected under steady traffic too, and then commands fail at once", async (context) => {
  const tally = startTally();
  await withRequestTimeouts(async () => {
    const clock = startActiveClock();
    const waits: Promise<number>[] = [];
    await whileFrozen(server(), async () => {
      const until = clock.now() + 3000;
      while (clock.now() < until) {
        const started = clock.now();
        waits.push(tally.attempt(get).then((isDone) => (isDone ? Number.POSITIVE_INFINITY : clock.now() - started)));
        await sleep(100);
      }
      const took = await Promise.all(waits);
      expect(Math.max(...took), `${took.map(Math.round)} ms`).toBeLessThan(2000);
      expect(Math.max(...took.slice(-5)), `${took.map(Math.round)} ms`).toBeLessThan(100);
    });
    clock.stop();
    tally.end();
    await retryWhileAway(get, { everyMs: 50, forMs: 60_000 });
    tally.recovered();
  });
  recordFault(context, { fault: "frozen, ten commands a second", times: 1, ...tally.row() });
});

test("ASVS 16.3.4: one line says that the connection is lost and why, and one that it is back", async () => {
  await withRequestTimeouts(async () => {
    const lines = captureLog();
    await whileFrozen(server(), async () => {
      for (let i = 0; i < 3; i++) await expect(get()).rejects.toBeInstanceOf(RedisUnavailableError);
      await sleep(1000);
    });
    await retryWhileAway(get, { everyMs: 50, forMs: 60_000 });
    // Closing it on purpose is no loss.
    await closeRedis();
    await get();
    expect(lines.slice(0, 2)).toMatchObject([
      { level: "warn", event: "redis-lost", reason: expect.stringMatching(/\w/) },
      { level: "warn", event: "redis-back", seconds: expect.stringMatching(/^\d+\.\d$/) },
    ]);
    // A busy machine may lose it more than once.
    expect(lines.map(({ event }) => event).join(" ")).toMatch(/^redis-lost redis-back( redis-lost redis-back)*$/);
  });
});
