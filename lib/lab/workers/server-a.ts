import { z } from "zod";
import { type PipelineMode, pipelineModes } from "#lib/lab/runs/schema.ts";
import { openClient } from "#lib/lab/servers/connect.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { parseInfo } from "#lib/redis/server/server-info.ts";
import { refusalOf } from "#lib/redis/trouble.ts";
import { doJob, type WorkerTools } from "./job.ts";

/** Server A: inserts the integers 1 to `count` into `biglist` with LPUSH, in one of four modes. */

const job = z.object({ url: z.string(), count: z.number() });
const command = z.object({ mode: z.enum(pipelineModes) });

/** Values per LPUSH in the variadic mode. */
const VALUES_PER_COMMAND = 1000;

/** Inserts the integers. @returns the number of round trips */
type Insert = (redis: Redis, count: number, report: WorkerTools["report"]) => Promise<number>;

async function sequential(redis: Redis, count: number, report: WorkerTools["report"]): Promise<number> {
  for (let value = 1; value <= count; value++) {
    const sent = performance.now();
    await redis.lPush(keys.bigList, String(value));
    report.add(performance.now() - sent);
  }
  return count;
}

async function auto(redis: Redis, count: number, report: WorkerTools["report"]): Promise<number> {
  const sent = performance.now();
  const replies: Promise<unknown>[] = [];
  for (let value = 1; value <= count; value++) replies.push(redis.lPush(keys.bigList, String(value)));
  await Promise.all(replies);
  report.add(performance.now() - sent, count);
  return 1;
}

async function pipeline(redis: Redis, count: number, report: WorkerTools["report"]): Promise<number> {
  const sent = performance.now();
  const commands = redis.multi();
  for (let value = 1; value <= count; value++) commands.lPush(keys.bigList, String(value));
  await commands.execAsPipeline();
  report.add(performance.now() - sent, count);
  return 1;
}

async function variadic(redis: Redis, count: number, report: WorkerTools["report"]): Promise<number> {
  let roundTrips = 0;
  for (let from = 1; from <= count; from += VALUES_PER_COMMAND) {
    const length = Math.min(VALUES_PER_COMMAND, count - from + 1);
    const sent = performance.now();
    await redis.lPush(
      keys.bigList,
      Array.from({ length }, (_, i) => String(from + i)),
    );
    report.add(performance.now() - sent, length);
    roundTrips++;
  }
  return roundTrips;
}

const inserts: Record<PipelineMode, Insert> = { sequential, auto, pipeline, variadic };

/**
 * How often the server has read from its connections, including those of other clients; NaN if that may not be asked.
 */
async function countReads(redis: Redis): Promise<number> {
  try {
    return Number(parseInfo(await redis.info("stats")).total_reads_processed ?? 0);
  } catch (error) {
    if (refusalOf(error) !== "NOPERM") throw error;
    return Number.NaN;
  }
}

doJob(job, async ({ url, count }, { report, send, receive }) => {
  const redis = await openClient(url);
  await send("ready");
  for (;;) {
    const { mode } = command.parse(await receive());
    const reads = await countReads(redis);
    const begun = performance.now();
    const roundTrips = await inserts[mode](redis, count, report);
    const ms = performance.now() - begun;
    const finishedAt = performance.timeOrigin + performance.now();
    // The INFO command itself is one of the reads.
    const serverReads = (await countReads(redis)) - reads - 1;
    await send({ ms, finishedAt, roundTrips, serverReads: Number.isNaN(serverReads) ? null : serverReads });
  }
});
