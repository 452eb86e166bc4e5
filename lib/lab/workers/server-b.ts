import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { openClient } from "#lib/lab/servers/connect.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { doJob } from "./job.ts";

/** Server B: reads `biglist` back, the newest value first, and checks every one. */

const job = z.object({ url: z.string(), count: z.number(), replica: z.boolean() });
const signal = z.object({ finishedAt: z.number() });

/** Values of one LRANGE. */
const CHUNK = 1000;
/** A replica that has not got the values by then never will, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Waits until the list is of a length. @returns the moment when it was seen, as milliseconds since 1970 */
async function waitForLength(redis: Redis, length: number): Promise<number> {
  const until = Date.now() + PATIENCE_MS;
  while ((await redis.lLen(keys.bigList)) !== length) {
    if (Date.now() > until) throw new Error("Server B did not see the list that it waits for within half a minute");
    await sleep(1);
  }
  return performance.timeOrigin + performance.now();
}

/** Reads the list from its head in chunks and compares every value. */
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

doJob(job, async ({ url, count, replica }, { note, hear }) => {
  const redis = await openClient(url);
  await note("ready");
  for (;;) {
    await hear();
    await waitForLength(redis, 0);
    await note("watching");
    // The primary is left alone while Server A writes; a replica is asked all the time, to see when the last value comes.
    const early = replica ? await waitForLength(redis, count) : 0;
    const { finishedAt } = signal.parse(await hear());
    const hereAt = early || (await waitForLength(redis, count));
    const begun = performance.now();
    const read = await readBack(redis, count);
    const ms = performance.now() - begun;
    await note({ ms, replicationMs: replica ? Math.max(0, hereAt - finishedAt) : null, ...read });
  }
});
