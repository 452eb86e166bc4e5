import { withRedis } from "#lib/redis/client.ts";
import { readStoreInfo, type ServerInfo } from "#lib/redis/server/server-info.ts";
import { isoTimeOfMs, nowMs } from "#lib/time.ts";

/** The figures of the Redis server, or of all primaries of a cluster, for administrators. Sizes are bytes. */
export interface Metrics {
  /** ISO 8601 */
  at: string;
  /** Whether the store's Redis user may read the figures. Else the version says so, and all but `keys` are 0. */
  permitted: boolean;
  version: string;
  role: string;
  uptimeSeconds: number;
  opsPerSecond: number;
  commandsProcessed: number;
  connectedClients: number;
  connectedReplicas: number;
  usedMemory: number;
  maxMemory: number;
  fragmentation: number;
  /** The share of reads that found a key, 0 to 1; null before the first read. */
  hitRatio: number | null;
  expiredKeys: number;
  evictedKeys: number;
  appendOnly: boolean;
  keys: number;
}

function versionOf({ permitted, valkey_version, redis_version }: ServerInfo): string {
  if (!permitted) return "not permitted";
  return valkey_version ? `Valkey ${valkey_version}` : `Redis ${redis_version}`;
}

/** Reads the current figures. Two commands in one round trip. */
export async function readMetrics(): Promise<Metrics> {
  const [info, keys] = await withRedis((redis) => Promise.all([readStoreInfo(redis), redis.dbSize()]));
  const reads = info.keyspace_hits + info.keyspace_misses;
  return {
    at: isoTimeOfMs(nowMs()),
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
    keys,
  };
}
