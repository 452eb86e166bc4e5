import { freemem } from "node:os";
import { z } from "zod";
import type { Redis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import { refusalOf } from "#lib/redis/trouble.ts";

const figure = z.coerce.number().default(0);
const info = z.object({
  redis_version: z.string().default(""),
  valkey_version: z.string().optional(),
  uptime_in_seconds: figure,
  connected_clients: figure,
  used_memory: figure,
  maxmemory: figure,
  total_system_memory: figure,
  mem_fragmentation_ratio: figure,
  instantaneous_ops_per_sec: figure,
  total_commands_processed: figure,
  keyspace_hits: figure,
  keyspace_misses: figure,
  expired_keys: figure,
  evicted_keys: figure,
  connected_slaves: figure,
  role: z.string().default("master"),
  aof_enabled: figure,
  rdb_last_bgsave_status: z.string().default(""),
  aof_last_write_status: z.string().default(""),
  aof_last_bgrewrite_status: z.string().default(""),
  maxmemory_policy: z.string().default(""),
  used_memory_peak: figure,
  maxclients: figure,
  blocked_clients: figure,
  total_net_input_bytes: figure,
  total_net_output_bytes: figure,
  instantaneous_input_kbps: figure,
  instantaneous_output_kbps: figure,
  rdb_last_save_time: figure,
  rdb_changes_since_last_save: figure,
  latest_fork_usec: figure,
  master_repl_offset: figure,
  loading: figure,
  /** false when the Redis user may not ask: then the figures are 0 */
  permitted: z.boolean().default(true),
});

/** The figures of INFO that the laboratory and the metrics show. */
export type ServerInfo = z.infer<typeof info>;

/** Reads the lines `name:value` of an INFO reply. */
export function parseInfo(text: string): Record<string, string> {
  const lines = text.split("\r\n").filter((line) => line && !line.startsWith("#"));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]));
}

/** The id of the very process of a server, which another one gets when it starts; "" where INFO is not permitted. One round trip. */
export async function readRunId(server: Redis): Promise<string> {
  return server.info("server").then(
    (text) => parseInfo(text).run_id ?? "",
    (error: unknown) => (refusalOf(error) === "NOPERM" ? "" : Promise.reject(error)),
  );
}

/** The server's figures now. One round trip. */
export async function readServerInfo(redis: Redis): Promise<ServerInfo> {
  try {
    return info.parse(parseInfo(await redis.info()));
  } catch (error) {
    // INFO is one of the commands that are called dangerous, which a user may lack.
    if (refusalOf(error) !== "NOPERM") throw error;
    return info.parse({ permitted: false });
  }
}

const ADDED_UP = [
  "connected_clients",
  "used_memory",
  "maxmemory",
  "instantaneous_ops_per_sec",
  "total_commands_processed",
  "keyspace_hits",
  "keyspace_misses",
  "expired_keys",
  "evicted_keys",
  "connected_slaves",
  ...([
    "used_memory_peak",
    "maxclients",
    "blocked_clients",
    "total_net_input_bytes",
    "total_net_output_bytes",
  ] as const),
  ...(["instantaneous_input_kbps", "instantaneous_output_kbps", "rdb_changes_since_last_save"] as const),
] as const;

/** The figures of all servers as those of one: counts are added up, the rest is the first one's. */
export function addUp(infos: readonly ServerInfo[]): ServerInfo {
  const sums = ADDED_UP.map((name) => [name, infos.reduce((sum, one) => sum + one[name], 0)] as const);
  return info.parse({ ...infos[0], ...Object.fromEntries(sums) });
}

/** The figures of the whole store: of all primaries of a cluster. One round trip. */
export async function readStoreInfo(redis: Redis): Promise<ServerInfo> {
  return addUp(await Promise.all((await listPrimaries(redis)).map(readServerInfo)));
}

const SECTIONS = ["server", "clients", "memory", "persistence", "stats", "replication", "commandstats", "latencystats"];

/** What INFO says of one server in full, with the lines themselves; without them where it is not permitted. */
export interface FullInfo {
  figures: ServerInfo;
  lines: Readonly<Record<string, string>>;
}

/** The figures of each primary, with commands, latencies and replicas. One round trip. */
export async function readFullInfos(redis: Redis): Promise<FullInfo[]> {
  const primaries = await listPrimaries(redis);
  return Promise.all(
    primaries.map(async (primary) => {
      try {
        const lines = parseInfo(String(await primary.sendCommand(["INFO", ...SECTIONS])));
        return { figures: info.parse(lines), lines };
      } catch (error) {
        if (refusalOf(error) !== "NOPERM") throw error;
        return { figures: info.parse({ permitted: false }), lines: {} };
      }
    }),
  );
}

/** Whether an address names this machine, so that its free memory is also the server's. */
export function isThisMachine(url: string): boolean {
  return url.startsWith("unix://") || ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname);
}

/** Bytes that the server may still take: up to `maxmemory` if it has one, else what the machine has. */
export function freeBytes(server: ServerInfo, url: string): number {
  if (server.maxmemory > 0) return Math.max(0, server.maxmemory - server.used_memory);
  // freemem() is MemAvailable on Linux: what can be had without swapping. Elsewhere it leaves out what caches give back.
  if (isThisMachine(url) && process.platform === "linux") return freemem();
  return server.total_system_memory > 0 ? Math.max(0, server.total_system_memory - server.used_memory) : Infinity;
}
