import { formatBytes } from "#lib/bytes.ts";
import { parsePairs } from "./node-report.ts";

/** A figure of a server, with a sentence where it does not speak for itself. */
export interface Figure {
  label: string;
  value: string;
  remark?: string;
  /** whether it is bad, and somebody should do what the remark says */
  bad?: boolean;
}

export interface FigureGroup {
  title: string;
  figures: Figure[];
}

type Info = Readonly<Record<string, string>>;

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** "3 days 4 hours": the two largest units. */
function formatDuration(seconds: number): string {
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  if (first < 0) return "0 seconds";
  let rest = Math.floor(seconds);
  const parts = UNITS.slice(first, first + 2).flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? `${count} ${unit}${count === 1 ? "" : "s"}` : [];
  });
  return parts.join(" ");
}

const count = (text: string | undefined) => Number(text ?? 0).toLocaleString("en");
const percent = (part: number) => `${(part * 100).toFixed(1)} %`;

/** The name and version of the server: some managed services say neither. */
export function versionOf(info: Info): string {
  if (info.valkey_version) return `Valkey ${info.valkey_version}`;
  return info.redis_version ? `Redis ${info.redis_version}` : "not told";
}

function describeServer(info: Info): FigureGroup {
  const figures: Figure[] = [
    { label: "Version", value: versionOf(info) },
    { label: "Mode", value: info.redis_mode ?? info.server_mode ?? "not told" },
    { label: "Up for", value: formatDuration(Number(info.uptime_in_seconds ?? 0)) },
    { label: "Process", value: `${info.process_id ?? "?"} on ${info.os ?? "?"}` },
    { label: "Commands now", value: `${count(info.instantaneous_ops_per_sec)} / s` },
    {
      label: "Network now",
      value: `${Number(info.instantaneous_input_kbps ?? 0).toFixed(0)} kB/s in, ${Number(info.instantaneous_output_kbps ?? 0).toFixed(0)} kB/s out`,
    },
    { label: "Connections", value: `${count(info.connected_clients)} of ${count(info.maxclients)}` },
    {
      label: "Refused connections",
      value: count(info.rejected_connections),
      ...(Number(info.rejected_connections) > 0 && {
        remark: "Raise maxclients, or find who opens so many.",
        bad: true,
      }),
    },
  ];
  return { title: "Server", figures };
}

function describeMemory(info: Info): FigureGroup {
  const [used, limit] = [Number(info.used_memory ?? 0), Number(info.maxmemory ?? 0)];
  const ratio = Number(info.mem_fragmentation_ratio ?? 0);
  const isEvicting = (info.maxmemory_policy ?? "").startsWith("allkeys-");
  const isFragmented = ratio > 1.5 && used > 100e6;
  const figures: Figure[] = [
    {
      label: "Used",
      value: formatBytes(used),
      remark: `At most ${formatBytes(Number(info.used_memory_peak ?? 0))} so far.`,
    },
    limit > 0
      ? {
          label: "Limit",
          value: formatBytes(limit),
          remark: `${percent(used / limit)} of it is used.`,
          bad: used > limit * 0.9,
        }
      : {
          label: "Limit",
          value: "none",
          remark: "Redis takes what the machine has, until the system ends it. Set maxmemory.",
        },
    {
      label: "When it is full",
      value: info.maxmemory_policy ?? "not told",
      bad: isEvicting,
      remark: isEvicting
        ? "Redis throws away any key: accounts and orders too. Set maxmemory-policy to noeviction, or to volatile-lru."
        : "Redis refuses writes, or throws away only what expires anyway. No order is lost.",
    },
    {
      label: "Fragmentation",
      value: ratio.toFixed(2),
      bad: isFragmented,
      remark: isFragmented
        ? "The system gives Redis much more than it uses. Set activedefrag to yes."
        : "What the system gives Redis for each byte that it uses. Of a small database it says nothing.",
    },
    {
      label: "Data",
      value: formatBytes(Number(info.used_memory_dataset ?? 0)),
      remark: "The rest is buffers and administration.",
    },
    { label: "Evicted keys", value: count(info.evicted_keys), bad: Number(info.evicted_keys) > 0 },
    {
      label: "Expired keys",
      value: count(info.expired_keys),
      remark: "Sessions and guests' carts whose time was over.",
    },
  ];
  return { title: "Memory", figures };
}

function describePersistence(info: Info): FigureGroup {
  const isAppending = info.aof_enabled === "1";
  const savedAgo = Number(info.server_time_usec ?? 0) / 1e6 - Number(info.rdb_last_save_time ?? 0);
  const failed = info.rdb_last_bgsave_status === "err" || (isAppending && info.aof_last_write_status === "err");
  const figures: Figure[] = [
    {
      label: "Append-only file",
      value: isAppending ? `on, ${formatBytes(Number(info.aof_current_size ?? 0))}` : "off",
      remark: isAppending
        ? "Each write is on the disk after a second at most."
        : "What was written since the last snapshot is lost with the process. Set appendonly to yes.",
      bad: !isAppending,
    },
    {
      label: "Last snapshot",
      value: Number.isFinite(savedAgo) && savedAgo > 0 ? `${formatDuration(savedAgo)} ago` : "not told",
      remark: `${count(info.rdb_changes_since_last_save)} changes since then; a start of the server counts as one.`,
    },
    {
      label: "Last attempt to save",
      value: failed ? "failed" : "worked",
      bad: failed,
      ...(failed && { remark: "Make room on the disk of Redis; its log says what failed." }),
    },
    {
      label: "Last fork",
      value: `${(Number(info.latest_fork_usec ?? 0) / 1000).toFixed(1)} ms`,
      remark: "So long everybody waited when Redis began to save.",
    },
  ];
  return { title: "Persistence", figures };
}

function describeReplication(info: Info): FigureGroup {
  if (info.role !== "master" && info.role !== undefined) {
    const isUp = info.master_link_status === "up";
    const primary = { label: "Follows", value: `${info.master_host}:${info.master_port}` };
    return { title: "Replication", figures: [primary, { label: "Link", value: isUp ? "up" : "down", bad: !isUp }] };
  }
  const replicas = Object.entries(info).flatMap(([name, text]): Figure[] => {
    if (!/^slave\d+$/.test(name)) return [];
    const { ip, port, state, offset, lag } = parsePairs(text, ",");
    const behind = Math.max(0, Number(info.master_repl_offset ?? 0) - Number(offset ?? 0));
    const isFine = state === "online" && Number(lag ?? 0) <= 10;
    const remark = isFine
      ? `${formatBytes(behind)} behind.`
      : "Its last sign of life is more than 10 s old, or it loads.";
    return [{ label: "Replica", value: `${ip}:${port} ${state}, ${lag ?? 0} s ago`, remark, bad: !isFine }];
  });
  const none: Figure = {
    label: "Replicas",
    value: "none",
    remark: "What this server has is lost with its disk. With a replica, an order is confirmed once both have it.",
  };
  return { title: "Replication", figures: replicas.length > 0 ? replicas : [none] };
}

function describeKeyspace(info: Info): FigureGroup {
  const databases = Object.entries(info).flatMap(([name, text]): Figure[] => {
    if (!/^db\d+$/.test(name)) return [];
    const { keys, expires, avg_ttl } = parsePairs(text, ",");
    const share = Number(keys) > 0 ? Number(expires) / Number(keys) : 0;
    const lasting = formatDuration(Number(avg_ttl ?? 0) / 1000);
    return [
      {
        label: name,
        value: keys === "1" ? "1 key" : `${count(keys)} keys`,
        remark: `${percent(share)} of them expire${share > 0 ? `, in ${lasting} on average` : ""}.`,
      },
    ];
  });
  const [hits, misses] = [Number(info.keyspace_hits ?? 0), Number(info.keyspace_misses ?? 0)];
  const ratio: Figure = {
    label: "Reads that found a key",
    value: hits + misses > 0 ? percent(hits / (hits + misses)) : "none yet",
    remark: "Since the server started. The others asked for empty carts and the like, which is no fault.",
  };
  const empty: Figure = { label: "db0", value: "0 keys" };
  return { title: "Keyspace", figures: [...(databases.length > 0 ? databases : [empty]), ratio] };
}

/** What INFO says of a server, in groups. */
export function describeNode(info: Info): FigureGroup[] {
  return [
    describeServer(info),
    describeMemory(info),
    describePersistence(info),
    describeReplication(info),
    describeKeyspace(info),
  ];
}
