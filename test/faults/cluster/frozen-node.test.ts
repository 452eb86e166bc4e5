import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, type TestContext, test } from "vitest";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { startActiveClock } from "#test/active-clock.ts";
import { recordFault, repetitions } from "#test/faults/result.ts";
import { setUpCluster, whileFrozen, withRequestTimeouts } from "#test/servers/redis.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

/** A cluster of which one node no longer answers. */

const { cluster } = setUpCluster();
/** a key of each node */
const keyOf = ["", "", ""];
beforeAll(async () => {
  for (let n = 0; keyOf.includes(""); n++) {
    const slot = Number(await sendToRedis(cluster().nodes[0]?.url ?? "", "CLUSTER", "KEYSLOT", `key:${n}`));
    keyOf[Math.min(2, Math.floor((slot * 3) / 16_384))] = `key:${n}`;
  }
});

const read = (node: number) => withRedis((redis) => redis.get(keyOf[node] ?? ""));
const write = (node: number) =>
  withRedis((redis) =>
    redis
      .multi()
      .set(keyOf[node] ?? "", "value")
      .expire(keyOf[node] ?? "", 3600)
      .exec(),
  );

/** Requests that are sent while a node is frozen, 40 a second; it is known to be silent after two seconds. */
const REQUESTS = repetitions(140, 200);

async function freezeUnderTraffic(context: TestContext, fault: string, request: (node: number) => Promise<unknown>) {
  const times = repetitions(1, 5);
  const replies = { answered: 0, failed: 0 };
  let [slowest, recovery] = [0, 0];
  await withRequestTimeouts(async () => {
    for (const node of [0, 1, 2]) await request(node);
    for (let i = 0; i < times; i++) {
      const clock = startActiveClock();
      const frozen = cluster().nodes[1];
      if (!frozen) throw new Error("There is no such node");
      const took: Promise<number>[] = [];
      await whileFrozen(frozen, async () => {
        for (let n = 0; n < REQUESTS; n++) {
          const sent = clock.now();
          took.push(
            request(1).then(
              () => Number.POSITIVE_INFINITY,
              () => clock.now() - sent,
            ),
          );
          // The other nodes are asked all the time, and answer.
          const other = request(n % 2 === 0 ? 0 : 2);
          other.then(
            () => replies.answered++,
            () => replies.failed++,
          );
          await sleep(25);
        }
        const failed = await Promise.all(took);
        slowest = Math.max(slowest, ...failed);
        expect(slowest).toBeLessThan(2000);
        // Once it is known to be silent, nobody waits for it.
        expect(Math.max(...failed.slice(-40)), failed.map(Math.round).join(" ")).toBeLessThan(1000);
      });
      const thawed = clock.now();
      await until(() => request(1).then(() => true));
      recovery = Math.max(recovery, clock.now() - thawed);
      clock.stop();
    }
  });
  recordFault(context, { fault, times, replies, slowestMs: slowest, recoveryMs: recovery });
  expect(replies.failed).toBe(0);
}

test("nobody waits for a frozen node of a cluster for long, and the others go on", (context) =>
  freezeUnderTraffic(context, "node frozen, cluster, under reads", read));

test("the same when nothing but transactions is sent", (context) =>
  freezeUnderTraffic(context, "node frozen, cluster, under transactions", write));

test("a process that connects while a node is frozen uses the others", async () => {
  const frozen = cluster().nodes[1];
  if (!frozen) throw new Error("There is no such node");
  await withRequestTimeouts(async () => {
    await whileFrozen(frozen, async () => {
      await closeRedis();
      await until(() => read(0).then(() => true));
      expect(await read(2)).toBe("value");
      await expect(read(1)).rejects.toMatchObject({ name: "RedisUnavailableError" });
    });
    await until(() => read(1).then(() => true));
  });
});
