import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { formatMemory } from "#lib/bytes.ts";
import { startCompactList } from "#lib/lab/bulk/compact-list.ts";
import { planShards, type Shard, shardKeys } from "#lib/lab/bulk/shards.ts";
import type { Engine, RunContext } from "#lib/lab/engine/engine.ts";
import { withProgress } from "#lib/lab/engine/with-progress.ts";
import { formatRate } from "#lib/lab/report/format.ts";
import { summarise } from "#lib/lab/report/latency.ts";
import type { RunResult } from "#lib/lab/runs/schema.ts";
import { findNodes, forEachKey, unlinkKeys, usedMemory } from "#lib/lab/servers/nodes.ts";
import type { LabWorker } from "#lib/lab/workers/start-worker.ts";

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
/** Between two queries for the lag of a shard, in milliseconds. */
const LAG_MS = 250;
/** The share of the progress that writing a list takes. A stream is read while it is written. */
const WRITE_SHARE = 0.65;

/** Starts Server A: up to `workers` processes, each with its own shards and connection, and waits until they are ready. */
async function startWriters(context: RunContext<"bulk">, shards: Shard[]): Promise<LabWorker[]> {
  const { workers, structure } = context.request;
  const writers = Array.from({ length: Math.min(workers, shards.length) }, (_, i) =>
    context.start("bulk-write", { shards: shards.filter((_, n) => n % workers === i), structure }),
  );
  await Promise.all(writers.map((worker) => worker.receive()));
  return writers;
}

/** Lets ready workers begin and waits until all are done. @returns milliseconds, without the start of the processes */
async function runWorkers(workers: LabWorker[]): Promise<number> {
  const begun = performance.now();
  for (const worker of workers) worker.send("go");
  await Promise.all(workers.map((worker) => worker.done));
  return performance.now() - begun;
}

/** What both structures measure. */
interface Measurement {
  writeMs: number;
  readMs: number;
  memory: number;
  latencyMs: RunResult["latencyMs"];
  read: Reading;
  maxLag?: number;
}

async function runList(context: RunContext<"bulk">, shards: Shard[], memoryBefore: number): Promise<Measurement> {
  const { meter, request } = context;
  const part = () => meter.ops / request.count;
  const begun = performance.now();
  const remaining = await Promise.all(shards.map(startCompactList));
  const beginMs = performance.now() - begun;
  const writers = await startWriters(
    context,
    remaining.filter((shard) => shard.from <= shard.to),
  );
  meter.phase = "Server A writes";
  const writing = () => WRITE_SHARE * part();
  const writeMs = beginMs + (await withProgress(meter, writing, () => runWorkers(writers)));
  const memory = (await usedMemory(urlsOf(shards))) - memoryBefore;
  const latencyMs = summarise(meter.total);
  meter.keepTotal();
  meter.reset();
  const reader = context.start("bulk-read-list", { shards });
  await reader.receive();
  meter.phase = "Server B reads";
  const readingBack = () => WRITE_SHARE + (1 - WRITE_SHARE) * part();
  const readMs = await withProgress(meter, readingBack, () => runWorkers([reader]));
  return { writeMs, readMs, memory, latencyMs, read: reading.parse(await reader.done) };
}

/** Reports how many entries of all shards the group has not read yet, again and again until the signal aborts. */
async function watchLag(shards: Shard[], signal: AbortSignal, report: (lag: number) => void): Promise<void> {
  const lags = new Map<string, number>();
  await forEachKey(nodesOf(shards), async (client, key) => {
    while (!signal.aborted) {
      const groups = await client.xInfoGroups(key);
      lags.set(key, Number(groups[0]?.lag ?? 0));
      report([...lags.values()].reduce((sum, lag) => sum + lag, 0));
      await sleep(LAG_MS);
    }
  });
}

async function runStream(context: RunContext<"bulk">, shards: Shard[], memoryBefore: number): Promise<Measurement> {
  const { meter, request } = context;
  await forEachKey(nodesOf(shards), (client, key) => client.xGroupCreate(key, GROUP, "0", { MKSTREAM: true }));
  let maxLag = 0;
  const ended = new AbortController();
  const watching = watchLag(shards, ended.signal, (lag) => {
    maxLag = Math.max(maxLag, lag);
    meter.phase = `Server A writes, Server B reads; ${lag.toLocaleString("en")} entries behind`;
  });
  // If the connection is lost, the workers report it.
  watching.catch(() => {});
  const reader = context.start("bulk-read-stream", { shards, group: GROUP }, () => {});
  const measure = async () => {
    const [writers] = await Promise.all([startWriters(context, shards), reader.receive()]);
    const reads = runWorkers([reader]);
    const writeMs = await runWorkers(writers);
    const latencyMs = summarise(meter.total);
    const readMs = await reads;
    const read = reading.parse(await reader.done);
    return { writeMs, readMs, memory: (await usedMemory(urlsOf(shards))) - memoryBefore, latencyMs, read, maxLag };
  };
  try {
    return await withProgress(meter, () => meter.ops / request.count, measure);
  } finally {
    ended.abort();
  }
}

/** A very long list or stream over several keys, written by several processes and read back by another one. */
export const bulk: Engine<"bulk"> = async (context) => {
  const { count, shards: size, structure } = context.request;
  const keys = shardKeys(size);
  const shards = planShards(count, size, await findNodes(keys));
  await unlinkKeys(keys);
  const memoryBefore = await usedMemory(urlsOf(shards));
  const measurement = await (structure === "list" ? runList : runStream)(context, shards, memoryBefore);
  const { read, writeMs, readMs, memory, maxLag, latencyMs } = measurement;
  const verified = read.count === count && read.ordered && read.sum === (count * (count + 1)) / 2 && read.pending === 0;
  const opsPerSecond = Math.round((count * 1000) / writeMs);
  const seconds = (ms: number) => Math.round(ms / 10) / 100;
  return {
    ok: verified,
    verdict: verified
      ? `${count.toLocaleString("en")} values at ${formatRate(opsPerSecond)} in ${formatMemory(memory)}; Server B verified count, order and sum`
      : "Server B did not read back what Server A wrote",
    target: count,
    achieved: read.count,
    successRate: read.count / count,
    opsPerSecond,
    ...(latencyMs ? { latencyMs } : {}),
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
      ...(maxLag === undefined ? {} : { maxLagEntries: maxLag, pending: read.pending }),
    },
  };
};
