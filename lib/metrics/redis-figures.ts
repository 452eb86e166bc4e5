import { ErrorReply } from "redis";
import { z } from "zod";
import { processWide } from "#lib/process/process-wide.ts";
import type { Redis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import { addUp, type FullInfo } from "#lib/redis/server/server-info.ts";
import { isoTime } from "#lib/time.ts";

/** What INFO and the slow log say of the Redis of the store, in figures. */

/** A command of Redis: how often it is called, and how long it takes in the server, in microseconds. */
export interface CommandFigures {
  command: string;
  perSecond: number;
  calls: number;
  meanMicros: number;
  /** since the server started; null where INFO has none (`latency-tracking no`) */
  p50Micros: number | null;
  p99Micros: number | null;
  p999Micros: number | null;
}

export interface SlowCommand {
  /** ISO 8601 */
  at: string;
  micros: number;
  /** without its arguments, which may be secret */
  command: string;
}

/** The counters of INFO that rates are made of. */
export interface ServerCounters {
  at: number;
  runs: string;
  commands: number;
  hits: number;
  misses: number;
  expired: number;
  evicted: number;
  input: number;
  output: number;
  calls: ReadonlyMap<string, number>;
}

const COMMANDS_SHOWN = 15;

const pairs = (text: string) => new Map(text.split(",").map((pair) => pair.split("=", 2) as [string, string]));

/** The names in CLIENT and CONFIG commands are kept: `config|get`. */
function commandsOf(infos: readonly FullInfo[]): Map<string, { calls: number; micros: number; latency: number[] }> {
  const found = new Map<string, { calls: number; micros: number; latency: number[] }>();
  for (const { lines } of infos) {
    for (const [name, text] of Object.entries(lines)) {
      const [, kind, command] = /^(cmdstat|latency_percentiles_usec)_(.+)$/.exec(name) ?? [];
      if (!kind || !command) continue;
      const of = found.get(command) ?? { calls: 0, micros: 0, latency: [] };
      found.set(command, of);
      const values = pairs(text);
      if (kind === "cmdstat") {
        of.calls += Number(values.get("calls") ?? 0);
        of.micros += Number(values.get("usec") ?? 0);
      } else {
        // Percentiles of several servers can't be added; the worst is what somebody waits for.
        for (const [i, share] of ["p50", "p99", "p99.9"].entries())
          of.latency[i] = Math.max(of.latency[i] ?? 0, Number(values.get(share) ?? 0));
      }
    }
  }
  return found;
}

/** @param at milliseconds since 1970 */
export function countersOf(infos: readonly FullInfo[], at: number): ServerCounters {
  const sum = addUp(infos.map(({ figures }) => figures));
  return {
    at,
    // Another server, or one that was restarted, begins to count anew.
    runs: infos.map(({ lines }) => lines.run_id ?? "").join(),
    commands: sum.total_commands_processed,
    hits: sum.keyspace_hits,
    misses: sum.keyspace_misses,
    expired: sum.expired_keys,
    evicted: sum.evicted_keys,
    input: sum.total_net_input_bytes,
    output: sum.total_net_output_bytes,
    calls: new Map([...commandsOf(infos)].map(([command, { calls }]) => [command, calls])),
  };
}

/** Commands by the time that they have taken, the most first. @param before the counters some seconds earlier */
export function commandFigures(
  infos: readonly FullInfo[],
  before: ServerCounters | null,
  now: ServerCounters,
): CommandFigures[] {
  const seconds = before && before.runs === now.runs ? (now.at - before.at) / 1000 : 0;
  return [...commandsOf(infos)]
    .filter(([, { calls }]) => calls > 0)
    .sort(([, a], [, b]) => b.micros - a.micros)
    .slice(0, COMMANDS_SHOWN)
    .map(([command, { calls, micros, latency }]) => ({
      command,
      perSecond: seconds > 0 ? Math.max(0, calls - (before?.calls.get(command) ?? 0)) / seconds : 0,
      calls,
      meanMicros: micros / calls,
      p50Micros: latency[0] ?? null,
      p99Micros: latency[1] ?? null,
      p999Micros: latency[2] ?? null,
    }));
}

/** How far the replica that is furthest behind is, in bytes; null without replicas, or where nobody may ask. */
export function replicaLagBytes(infos: readonly FullInfo[]): number | null {
  const lags = infos.flatMap(({ figures, lines }) =>
    Object.entries(lines).flatMap(([name, text]) => {
      if (!/^slave\d+$/.test(name)) return [];
      const offset = Number(pairs(text).get("offset"));
      return Number.isFinite(offset) ? [Math.max(0, figures.master_repl_offset - offset)] : [];
    }),
  );
  return lags.length > 0 ? Math.max(...lags) : null;
}

const slowEntries = z.array(
  z.tuple([z.number(), z.number(), z.number(), z.array(z.coerce.string())]).rest(z.unknown()),
);
const SLOW_SHOWN = 8;
/** Where it is not permitted it is asked for again after this time: Redis keeps a log of what it has refused, too. */
const ASK_AGAIN_MS = 60_000;

const refused = processWide("slow-log", () => ({ at: Number.NEGATIVE_INFINITY }));

/** The newest slow commands of all primaries. One round trip. @returns null where nobody may ask */
export async function readSlowLog(redis: Redis): Promise<SlowCommand[] | null> {
  if (performance.now() - refused.at < ASK_AGAIN_MS) return null;
  try {
    const primaries = await listPrimaries(redis);
    const replies = await Promise.all(
      primaries.map((primary) => primary.sendCommand(["SLOWLOG", "GET", String(SLOW_SHOWN)])),
    );
    return replies
      .flatMap((reply) => slowEntries.safeParse(reply).data ?? [])
      .sort(([, a], [, b]) => b - a)
      .slice(0, SLOW_SHOWN)
      .map(([, at, micros, [command = ""]]) => ({ at: isoTime(at), micros, command: command.toUpperCase() }));
  } catch (error) {
    if (!(error instanceof ErrorReply)) throw error;
    refused.at = performance.now();
    return null;
  }
}
