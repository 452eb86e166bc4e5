import { z } from "zod";
import type { Engine } from "#lib/lab/engine/engine.ts";
import { type PipelineMode, pipelineModes, type RunResult } from "#lib/lab/runs/schema.ts";
import { findNodes } from "#lib/lab/servers/nodes.ts";
import { startReplica } from "#lib/lab/servers/replica.ts";
import { clusterNodesOf, findLabUrl } from "#lib/lab/servers/target.ts";
import type { LabWorker } from "#lib/lab/workers/start-worker.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

const insertion = z.object({
  ms: z.number(),
  finishedAt: z.number(),
  roundTrips: z.number(),
  serverReads: z.number().nullable(),
});
const readBack = z.object({
  ms: z.number(),
  replicationMs: z.number().nullable(),
  first: z.array(z.number()),
  verified: z.boolean(),
});

/** What was measured in one mode, by Server A and by Server B. */
interface ModeResult {
  mode: PipelineMode;
  a: z.infer<typeof insertion>;
  b: z.infer<typeof readBack>;
}

/** Server A and Server B: one process each, with its own connection. */
interface Servers {
  a: LabWorker;
  b: LabWorker;
}

/** One mode: Server A inserts into an empty list, then Server B reads it back. */
async function tryMode({ a, b }: Servers, mode: PipelineMode): Promise<ModeResult> {
  await withRedis((redis) => redis.unlink(keys.bigList));
  await b.request("watch");
  const inserted = insertion.parse(await a.request({ mode }));
  return { mode, a: inserted, b: readBack.parse(await b.request({ finishedAt: inserted.finishedAt })) };
}

/** The address of the server that holds `biglist`: of a cluster, its node. */
async function findListUrl(): Promise<string> {
  const url = await findLabUrl();
  if (clusterNodesOf(url) === null) return url;
  return (await findNodes([keys.bigList])).get(keys.bigList) ?? url;
}

const perSecond = (count: number, ms: number) => Math.round((count * 1000) / ms);
const round = (ms: number) => Math.round(ms * 100) / 100;

function makeResult(count: number, results: ModeResult[], replica: boolean): RunResult {
  const fastest = results.reduce((best, each) => (each.a.ms < best.a.ms ? each : best));
  const slowest = results.reduce((worst, each) => (each.a.ms > worst.a.ms ? each : worst));
  const verified = results.every((each) => each.b.verified);
  const values = count.toLocaleString("en");
  const gain =
    results.length > 1 ? `, ${(slowest.a.ms / fastest.a.ms).toFixed(0)} times as fast as ${slowest.mode}` : "";
  return {
    ok: verified,
    verdict: verified
      ? `${values} values in ${fastest.a.ms.toFixed(1)} ms (${fastest.mode})${gain}; Server B read all of them back in order`
      : "Server B did not read back what Server A wrote",
    target: count,
    achieved: count,
    successRate: verified ? 1 : 0,
    opsPerSecond: perSecond(count, fastest.a.ms),
    first: results.at(-1)?.b.first ?? [],
    verified,
    figures: { readFrom: replica ? "replica" : "primary" },
    table: results.map(({ mode, a, b }) => ({
      mode,
      insertMs: round(a.ms),
      opsPerSecond: perSecond(count, a.ms),
      roundTrips: a.roundTrips,
      serverReads: a.serverReads ?? "not permitted",
      replicationMs: b.replicationMs === null ? null : round(b.replicationMs),
      readMs: round(b.ms),
      verified: b.verified,
    })),
  };
}

/** The challenge's demonstration: one process writes `biglist` in one mode or all four, another reads it in reverse. */
export const pipeline: Engine<"pipeline"> = async (context) => {
  const { count, mode } = context.request;
  context.meter.phase = "starting a replica for Server B";
  // The first mode takes longer than all others together.
  context.meter.steady = false;
  const replica = await startReplica(context.signal);
  try {
    const modes = mode === "all" ? pipelineModes : [mode];
    const url = await findListUrl();
    const servers = {
      a: context.start("server-a", { url, count }),
      b: context.start("server-b", { url: replica?.url ?? url, count, replica: replica !== null }),
    };
    await Promise.all([servers.a.receive(), servers.b.receive()]);
    const results: ModeResult[] = [];
    context.onCancel(() => (results.length > 0 ? makeResult(count, results, replica !== null) : null));
    for (const [i, each] of modes.entries()) {
      context.meter.phase = each;
      context.meter.progress = i / modes.length;
      results.push(await tryMode(servers, each));
    }
    context.meter.progress = 1;
    return makeResult(count, results, replica !== null);
  } finally {
    await replica?.stop();
  }
};
