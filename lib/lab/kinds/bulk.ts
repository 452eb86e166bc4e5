import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { beginCompactList } from "#lib/lab/bulk/compact-list.ts";
import { planShards, type Shard, shardKeys } from "#lib/lab/bulk/shards.ts";
import { summarise } from "#lib/lab/report/latency.ts";
import { formatRate } from "#lib/lab/report/verdict.ts";
import { formatMemory } from "#lib/lab/runs/estimate.ts";
import type { RunResult } from "#lib/lab/runs/schema.ts";
import { findNodes, forEachKey, unlinkKeys, usedMemory } from "#lib/lab/servers/nodes.ts";
import type { LabWorker } from "#lib/lab/workers/start-worker.ts";
import type { Engine, RunContext } from "./engine.ts";

const reading = z.object({
  count: z.number(),
  sum: z.number(),
  ordered: z.boolean(),
  first: z.array(z.number()),
  pending: z.number().default(0),
});
type Reading = z.infer<typeof reading>;

const urlsOf = (shards: Shard[]) => shards.map(({ url }) => url);
const nodesOf = (shards: Shard[]) => new Map(shards.map(({ key, url }) => [key, url]));

const GROUP = "server-b";
/** Between two questions for the lag of a shard, in milliseconds. */
const LAG_MS = 250;
/** Writing is so much of the progress of a list; a stream is read while it is written. */
const WRITING = 0.65;

/** Server A: k workers, each with its own shards and connection, up and waiting. */
async function gatherWriters(context: RunContext<"bulk">, shards: Shard[]): Promise<LabWorker[]> {
  const { workers, structure } = context.params;
  const crew = Array.from({ length: Math.min(workers, shards.length) }, (_, i) =>
    context.start("bulk-write", { shards: shards.filter((_, n) => n % workers === i), structure }),
  );
  await Promise.all(crew.map((worker) => worker.next()));
  return crew;
}

/** Lets workers that wait begin, and waits for all. @returns milliseconds, without the time that processes took to start */
async function letWork(crew: LabWorker[]): Promise<number> {
  const begun = performance.now();
  for (const worker of crew) worker.tell("go");
  await Promise.all(crew.map((worker) => worker.done));
  return performance.now() - begun;
}

function follow(context: RunContext<"bulk">, from: number, part: number): () => void {
  const timer = setInterval(() => {
    context.meter.progress = Math.min(0.99, from + (part * context.meter.ops) / context.params.count);
  }, 100);
  return () => clearInterval(timer);
}

interface Outcome {
  writeMs: number;
  readMs: number;
  memory: number;
  latencyMs: RunResult["latencyMs"];
  read: Reading;
  maxLag?: number;
}

async function runList(context: RunContext<"bulk">, shards: Shard[], before: number): Promise<Outcome> {
  const { meter } = context;
  const begun = performance.now();
  const left = await Promise.all(shards.map(beginCompactList));
  const beginMs = performance.now() - begun;
  const writers = await gatherWriters(
    context,
    left.filter((shard) => shard.from <= shard.to),
  );
  meter.phase = "Server A writes";
  let stop = follow(context, 0, WRITING);
  const writeMs = beginMs + (await letWork(writers));
  stop();
  const memory = (await usedMemory(urlsOf(shards))) - before;
  const latencyMs = summarise(meter.total);
  meter.reset();
  const b = context.start("bulk-read-list", { shards });
  await b.next();
  meter.phase = "Server B reads";
  stop = follow(context, WRITING, 1 - WRITING);
  const readMs = await letWork([b]);
  stop();
  return { writeMs, readMs, memory, latencyMs, read: reading.parse(await b.done) };
}

/** Tells how far the group is behind, in entries over all shards, one question after another until it is stopped. */
async function watchLag(shards: Shard[], signal: AbortSignal, tell: (lag: number) => void): Promise<void> {
  const lags = new Map<string, number>();
  await forEachKey(nodesOf(shards), async (client, key) => {
    while (!signal.aborted) {
      const groups = await client.xInfoGroups(key);
      lags.set(key, Number(groups[0]?.lag ?? 0));
      tell([...lags.values()].reduce((sum, lag) => sum + lag, 0));
      await sleep(LAG_MS);
    }
  });
}

async function runStream(context: RunContext<"bulk">, shards: Shard[], before: number): Promise<Outcome> {
  const { meter } = context;
  await forEachKey(nodesOf(shards), (client, key) => client.xGroupCreate(key, GROUP, "0", { MKSTREAM: true }));
  let maxLag = 0;
  const ended = new AbortController();
  const watching = watchLag(shards, ended.signal, (lag) => {
    maxLag = Math.max(maxLag, lag);
    meter.phase = `Server A writes, Server B reads; ${lag.toLocaleString("en")} entries behind`;
  });
  // A lost connection is told by the workers.
  watching.catch(() => {});
  const stop = follow(context, 0, 1);
  const b = context.start("bulk-read-stream", { shards, group: GROUP }, () => {});
  try {
    const [writers] = await Promise.all([gatherWriters(context, shards), b.next()]);
    const reads = letWork([b]);
    const writeMs = await letWork(writers);
    const latencyMs = summarise(meter.total);
    const readMs = await reads;
    const read = reading.parse(await b.done);
    return { writeMs, readMs, memory: (await usedMemory(urlsOf(shards))) - before, latencyMs, read, maxLag };
  } finally {
    ended.abort();
    stop();
  }
}

/** A very long list or stream over several keys, written by several processes and read back by another. */
export const bulk: Engine<"bulk"> = async (context) => {
  const { count, shards: size, structure } = context.params;
  const keys = shardKeys(size);
  const shards = planShards(count, size, await findNodes(keys));
  await unlinkKeys(keys);
  const before = await usedMemory(urlsOf(shards));
  const outcome = await (structure === "list" ? runList : runStream)(context, shards, before);
  const { read, writeMs, readMs, memory } = outcome;
  const verified = read.count === count && read.ordered && read.sum === (count * (count + 1)) / 2 && read.pending === 0;
  const opsPerSecond = Math.round((count * 1000) / writeMs);
  const seconds = (ms: number) => Math.round(ms / 10) / 100;
  return {
    ok: verified,
    verdict: verified
      ? `${count.toLocaleString("en")} values at ${formatRate(opsPerSecond)} in ${formatMemory(memory)}; Server B verified count, order and sum`
      : "What Server B read is not what Server A wrote",
    target: count,
    achieved: read.count,
    successRate: read.count / count,
    opsPerSecond,
    ...(outcome.latencyMs ? { latencyMs: outcome.latencyMs } : {}),
    first: read.first,
    verified,
    figures: {
      servers: new Set(urlsOf(shards)).size,
      writeSeconds: seconds(writeMs),
      readSeconds: seconds(readMs),
      readPerSecond: Math.round((count * 1000) / readMs),
      memoryBytes: memory,
      bytesPerValue: Math.round((memory / count) * 100) / 100,
      sum: read.sum,
      ...(outcome.maxLag === undefined ? {} : { maxLagEntries: outcome.maxLag, pending: read.pending }),
    },
  };
};
