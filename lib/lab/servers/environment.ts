import { arch, availableParallelism, cpus, loadavg, release, type } from "node:os";
import { z } from "zod";
import { config } from "#lib/config.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import { readServerInfo } from "#lib/redis/server/server-info.ts";
import { measureOtherLoad } from "./cpu.ts";
import type { Environment, Transport } from "./schema.ts";
import { clusterNodesOf } from "./target.ts";

/** The machine counts as busy when other programs use more than this share of its processors. */
const BUSY_SHARE = 0.2;

const persistenceSettings = z.object({ appendonly: z.string(), appendfsync: z.string(), save: z.string() });

/** How a server persists what it has acknowledged, in words. One round trip, two if it refuses CONFIG. */
export async function describePersistence(redis: Redis): Promise<string> {
  const found = persistenceSettings.safeParse(
    await redis.configGet(["appendonly", "appendfsync", "save"]).catch(() => null),
  );
  if (!found.success) {
    const { aof_enabled } = await readServerInfo(redis);
    return `appendonly ${aof_enabled ? "yes" : "no"}, the rest is not disclosed`;
  }
  const { appendonly, appendfsync, save } = found.data;
  const fsync = appendonly === "yes" ? `, appendfsync ${appendfsync}` : "";
  return `appendonly ${appendonly}${fsync}, save ${save || "off"}`;
}

/** How an address is reached; of a cluster, its first node. */
export function transportOf(url: string): Transport {
  if (url.startsWith("unix://")) return "unix socket";
  return (clusterNodesOf(url) ?? url).startsWith("rediss://") ? "tls" : "tcp";
}

/** The first of the addresses that name the Redis of the store. */
function storeAddress(): string {
  const { REDIS_URL, REDIS_CLUSTER, REDIS_SENTINEL_MASTER } = config();
  return REDIS_URL ?? REDIS_CLUSTER ?? REDIS_SENTINEL_MASTER;
}

async function describeServer(): Promise<Pick<Environment, "redis" | "persistence" | "connections">> {
  return withRedis(async (redis) => {
    const [primary = redis] = await listPrimaries(redis);
    const [info, persistence] = await Promise.all([readServerInfo(primary), describePersistence(primary)]);
    const { valkey_version: valkey, redis_version: version } = info;
    return {
      redis: valkey ? `Valkey ${valkey}` : `Redis ${version}`,
      persistence,
      connections: info.connected_clients,
    };
  });
}

/**
 * The environment of a run that is about to begin. It takes a quarter of a second and one round trip, or two.
 * @param processes web server processes of the store that starts the run; null if a terminal does
 */
export async function measureEnvironment(processes: number | null): Promise<Environment> {
  const [cpuBefore, server] = await Promise.all([measureOtherLoad(), describeServer()]);
  return {
    cpu: cpus()[0]?.model.trim().replace(/\s+/g, " ") || "unknown",
    cores: availableParallelism(),
    cpuBefore,
    loadAverage: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    busy: cpuBefore > BUSY_SHARE,
    os: `${type()} ${release()} ${arch()}`,
    node: process.version,
    ...server,
    transport: transportOf(storeAddress()),
    processes,
  };
}
