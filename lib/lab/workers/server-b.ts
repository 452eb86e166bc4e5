import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { openClient } from "#lib/lab/servers/connect.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { doJob } from "./job.ts";

/** Server B: reads `biglist` back, newest value first, and checks every value. */

const job = z.object({ url: z.string(), count: z.number(), replica: z.boolean() });
const inserted = z.object({ finishedAt: z.number() });

/** Values per LRANGE. */
const CHUNK = 1000;
/** How long to wait for a replica to receive the values, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** Waits until the list has a length. @returns when that was first seen, in milliseconds since 1970 */
async function waitForLength(redis: Redis, length: number): Promise<number> {
  const until = performance.now() + TIMEOUT_MS;
  while ((await redis.lLen(keys.bigList)) !== length) {
    if (performance.now() > until) throw new Error("Server B did not see the expected list within 30 seconds");
    await sleep(1);
  }
  return performance.timeOrigin + performance.now();
}

/** Reads the list from its head in chunks and compares each value. */
async function readBack(redis: Redis, count: number) {
  const first: number[] = [];
  let expected = count;
  let verified = true;
  for (let from = 0; from < count; from += CHUNK) {
    for (const text of await redis.lRange(keys.bigList, from, from + CHUNK - 1)) {
      if (first.length < 10) first.push(Number(text));
      if (text !== String(expected--)) verified = false;
    }
  }
  return { first, verified: verified && expected === 0 };
}

doJob(job, async ({ url, count, replica }, { send, receive }) => {
  const redis = await openClient(url);
  await send("ready");
  for (;;) {
    await receive();
    await waitForLength(redis, 0);
    await send("watching");
    // The primary is not polled while Server A writes. A replica is, to see when the last value arrives.
    const replicatedAt = replica ? await waitForLength(redis, count) : 0;
    const { finishedAt } = inserted.parse(await receive());
    const seenAt = replicatedAt || (await waitForLength(redis, count));
    const begun = performance.now();
    const read = await readBack(redis, count);
    const ms = performance.now() - begun;
    await send({ ms, replicationMs: replica ? Math.max(0, seenAt - finishedAt) : null, ...read });
  }
});
