import { z } from "zod";
import { type PipelineMode, pipelineModes, type RunResult } from "#lib/lab/runs/schema.ts";
import { startReplica } from "#lib/lab/servers/replica.ts";
import { findLabUrl } from "#lib/lab/servers/target.ts";
import type { LabWorker } from "#lib/lab/workers/start-worker.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import type { Engine } from "./engine.ts";

const written = z.object({ ms: z.number(), finishedAt: z.number(), roundTrips: z.number(), serverReads: z.number() });
const readBack = z.object({
  ms: z.number(),
  replicationMs: z.number().nullable(),
  first: z.array(z.number()),
  verified: z.boolean(),
});

interface Way {
  mode: PipelineMode;
  a: z.infer<typeof written>;
  b: z.infer<typeof readBack>;
}

/** Server A and Server B: a process each, with a connection each. */
interface Pair {
  a: LabWorker;
  b: LabWorker;
}

/** One way: Server A inserts into an empty list, then Server B reads it back. */
async function tryWay({ a, b }: Pair, mode: PipelineMode): Promise<Way> {
  await withRedis((redis) => redis.unlink(keys.bigList));
  await b.ask("watch");
  const inserted = written.parse(await a.ask({ mode }));
  return { mode, a: inserted, b: readBack.parse(await b.ask({ finishedAt: inserted.finishedAt })) };
}

const perSecond = (count: number, ms: number) => Math.round((count * 1000) / ms);
const round = (ms: number) => Math.round(ms * 100) / 100;

function makeResult(count: number, ways: Way[], replica: boolean): RunResult {
  const fastest = ways.reduce((best, way) => (way.a.ms < best.a.ms ? way : best));
  const slowest = ways.reduce((worst, way) => (way.a.ms > worst.a.ms ? way : worst));
  const verified = ways.every((way) => way.b.verified);
  const values = count.toLocaleString("en");
  const gain =
    ways.length > 1 ? `, ${(slowest.a.ms / fastest.a.ms).toFixed(0)} times the speed of ${slowest.mode}` : "";
  return {
    ok: verified,
    verdict: verified
      ? `${values} values in ${fastest.a.ms.toFixed(1)} ms (${fastest.mode})${gain}; Server B read all of them back in order`
      : `What Server B read is not what Server A wrote`,
    target: count,
    achieved: count,
    successRate: verified ? 1 : 0,
    opsPerSecond: perSecond(count, fastest.a.ms),
    first: ways.at(-1)?.b.first ?? [],
    verified,
    figures: { readFrom: replica ? "replica" : "primary" },
    table: ways.map(({ mode, a, b }) => ({
      mode,
      insertMs: round(a.ms),
      opsPerSecond: perSecond(count, a.ms),
      roundTrips: a.roundTrips,
      serverReads: a.serverReads,
      replicationMs: b.replicationMs === null ? null : round(b.replicationMs),
      readMs: round(b.ms),
      verified: b.verified,
    })),
  };
}

/** The challenge's demonstration: `biglist` written one way or four, and read back in reverse by another process. */
export const pipeline: Engine<"pipeline"> = async (context) => {
  const { count, mode } = context.params;
  context.meter.phase = "starting a replica for Server B";
  // The first way takes longer than all others together.
  context.meter.steady = false;
  const replica = await startReplica(context.signal);
  try {
    const modes = mode === "all" ? pipelineModes : [mode];
    const url = await findLabUrl();
    const pair = {
      a: context.start("server-a", { url, count }),
      b: context.start("server-b", { url: replica?.url ?? url, count, replica: replica !== null }),
    };
    await Promise.all([pair.a.next(), pair.b.next()]);
    const ways: Way[] = [];
    for (const [i, each] of modes.entries()) {
      context.meter.phase = each;
      context.meter.progress = i / modes.length;
      ways.push(await tryWay(pair, each));
    }
    context.meter.progress = 1;
    return makeResult(count, ways, replica !== null);
  } finally {
    await replica?.stop();
  }
};
