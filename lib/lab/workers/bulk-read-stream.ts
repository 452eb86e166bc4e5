import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Shard, shard } from "#lib/lab/bulk/shards.ts";
import { openClient } from "#lib/lab/servers/connect.ts";
import type { Redis } from "#lib/redis/client.ts";
import { doJob, type Reporter } from "./job.ts";

/** Server B of the bulk run with streams: a consumer group that reads and acknowledges entries while Server A writes. */

const job = z.object({ shards: z.array(shard), group: z.string() });

/** Entries per XREADGROUP. */
const ENTRIES = 50;
/** How many of the first values are reported. */
const FIRST = 10;
/** If no entry arrives for this long, the writer has died; milliseconds. */
const TIMEOUT_MS = 15_000;

const entries = z.array(z.tuple([z.string(), z.array(z.string())]));
const reply = z.record(z.string(), entries).nullable();

interface Reading {
  count: number;
  sum: number;
  ordered: boolean;
  pending: number;
}

/** Reads and acknowledges the next entries of a shard, if there are any. @returns the number of values */
async function readSome(
  redis: Redis,
  group: string,
  target: Shard,
  expected: number,
  reading: Reading,
  first: number[],
) {
  const command = ["XREADGROUP", "GROUP", group, "b", "COUNT", String(ENTRIES), "STREAMS", target.key, ">"];
  const found = reply.parse(await redis.sendCommand(command))?.[target.key] ?? [];
  if (found.length === 0) return 0;
  // The acknowledgement is sent while the values are checked.
  const acknowledged = redis.xAck(
    target.key,
    group,
    found.map(([id]) => id),
  );
  let next = expected;
  for (const [, values] of found) {
    for (const text of values) {
      if (text === "") continue;
      const value = Number(text);
      if (value !== next) reading.ordered = false;
      next++;
      reading.sum += value;
      if (first.length < FIRST) first.push(value);
    }
  }
  reading.count += next - expected;
  await acknowledged;
  return next - expected;
}

/** Reads a shard to its end. @returns its first values, in the order of the stream */
async function readShard(target: Shard, group: string, reading: Reading, report: Reporter): Promise<number[]> {
  const redis = await openClient(target.url);
  const first: number[] = [];
  let expected = target.from;
  let readAt = performance.now();
  while (expected <= target.to) {
    const begun = performance.now();
    const count = await readSome(redis, group, target, expected, reading, first);
    expected += count;
    if (count > 0) {
      readAt = performance.now();
      report.add(readAt - begun, count);
    } else if (performance.now() - readAt > TIMEOUT_MS) throw new Error("Server B received nothing for 15 seconds");
    else await sleep(2);
  }
  reading.pending += (await redis.xPending(target.key, group)).pending;
  redis.destroy();
  return first;
}

doJob(job, async ({ shards, group }, { report, send, receive }) => {
  await send("ready");
  await receive();
  const reading: Reading = { count: 0, sum: 0, ordered: true, pending: 0 };
  // The shards are read at the same time; the first values are those of the first shards, whichever replied first.
  const first = await Promise.all(shards.map((target) => readShard(target, group, reading, report)));
  return { ...reading, first: first.flat().slice(0, FIRST) };
});
