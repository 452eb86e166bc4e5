import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { type FullInfo, readFullInfos, type ServerInfo } from "#lib/redis/server/server-info.ts";
import { readSnapshotRule } from "#lib/redis/server/snapshot-rule.ts";
import type { WriteRefusal } from "#lib/redis/trouble.ts";
import { probeWrites } from "#lib/redis/writable.ts";
import { isoTimeOfMs, nowMs } from "#lib/time.ts";
import { readSlowLog, type SlowCommand } from "./redis-figures.ts";
import { dayOf } from "./report.ts";
import type { Metrics, Sampled } from "./schema.ts";

function versionOf({ permitted, valkey_version, redis_version }: ServerInfo): string {
  if (!permitted) return "not permitted";
  return valkey_version ? `Valkey ${valkey_version}` : `Redis ${redis_version}`;
}

/** What INFO says of the servers now. @param count of keys */
export function describeServer(info: ServerInfo, count: number, at: number): Omit<Metrics, keyof Sampled> {
  const reads = info.keyspace_hits + info.keyspace_misses;
  return {
    at: isoTimeOfMs(at),
    permitted: info.permitted,
    version: versionOf(info),
    role: info.role,
    uptimeSeconds: info.uptime_in_seconds,
    opsPerSecond: info.instantaneous_ops_per_sec,
    commandsProcessed: info.total_commands_processed,
    connectedClients: info.connected_clients,
    connectedReplicas: info.connected_slaves,
    usedMemory: info.used_memory,
    maxMemory: info.maxmemory,
    fragmentation: info.mem_fragmentation_ratio,
    hitRatio: reads === 0 ? null : Math.round((info.keyspace_hits / reads) * 10_000) / 10_000,
    expiredKeys: info.expired_keys,
    evictedKeys: info.evicted_keys,
    appendOnly: info.aof_enabled === 1,
    keys: count,
  };
}

/** What Redis says at one moment. Times are milliseconds since 1970. */
export interface Reading {
  at: number;
  infos: FullInfo[];
  keys: number;
  pending: number;
  oldestPending: number | undefined;
  refused: WriteRefusal | null;
  /** null where it does not matter, or nobody may ask */
  snapshotRule: string | null;
  slowLog: SlowCommand[] | null;
  isLabBusy: boolean;
  day: Record<string, string>;
}

/** One round trip. @param asksSnapshots whether the rule of the snapshots matters: there is no append-only file */
export async function readNow(redis: Redis, asksSnapshots: boolean): Promise<Reading> {
  const at = nowMs();
  const [infos, count, pending, [oldest], refused, snapshotRule, slowLog, run, day] = await Promise.all([
    readFullInfos(redis),
    redis.dbSize(),
    redis.zCard(keys.ordersPending),
    redis.zRangeWithScores(keys.ordersPending, 0, 0),
    probeWrites(redis),
    asksSnapshots ? readSnapshotRule(redis) : null,
    readSlowLog(redis),
    redis.get(keys.activeRun),
    redis.hGetAll(keys.metricsDay(dayOf(at))),
  ]);
  return {
    ...{ at, infos, keys: count, pending, oldestPending: oldest?.score, refused, snapshotRule, slowLog },
    ...{ isLabBusy: run !== null, day },
  };
}
