import { formatBytes } from "#lib/bytes.ts";
import { REFUSALS, type WriteRefusal } from "#lib/redis/trouble.ts";
import type { Alert } from "./schema.ts";

/** What is measured of the store, as far as there are thresholds for it. */
export interface Measured {
  usedMemory: number;
  maxMemory: number;
  fragmentation: number;
  maxmemoryPolicy: string;
  clients: number;
  maxClients: number;
  evictedPerSecond: number;
  /** milliseconds of the last seconds; null without requests */
  p99: number | null;
  requestsPerSecond: number;
  errorsPerSecond: number;
  refusesWrites: WriteRefusal | null;
  appendOnly: boolean;
  /** neither an append-only file nor snapshots */
  savesNothing: boolean;
  aofWriteOk: boolean;
  aofRewriteOk: boolean;
  snapshotOk: boolean;
  replicaLagBytes: number | null;
  damaged: readonly string[];
  oldestPendingSeconds: number | null;
}

/** The thresholds of docs/operations.md (Monitoring and alerts), and a lower one for what is about to reach them. */
export const THRESHOLDS = {
  memory: { warning: 0.8, critical: 0.95 },
  clients: { warning: 0.8, critical: 0.95 },
  p99: { warning: 250, critical: 1000 },
  errors: { warning: 0.01, critical: 0.1 },
  pendingSeconds: { warning: 60, critical: 300 },
  replicaLag: { warning: 1024 * 1024, critical: 10 * 1024 * 1024 },
} as const;

/** Below so many bytes the overhead of the server itself looks like fragmentation. */
const FRAGMENTATION_FROM = 256 * 1024 * 1024;
const MAX_NAMED = 5;
/** With fewer requests a second, the slowest in a hundred of ten seconds is a single one. */
const ENOUGH = 10;

type Level = Alert["level"];

function levelOf(value: number, { warning, critical }: { warning: number; critical: number }): Level | null {
  if (value >= critical) return "critical";
  return value >= warning ? "warning" : null;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** What is said of a Redis without append-only file and snapshots. */
export const SAVES_NOTHING = {
  title: "Redis saves nothing",
  text: "It has neither an append-only file nor snapshots: a restart loses everything. Set appendonly to yes (CONFIG SET, and redis.conf).",
};

type Rule = (measured: Measured) => Alert | null;

const RULES: readonly Rule[] = [
  ({ refusesWrites: refused }) =>
    refused && {
      tile: "redis",
      level: "critical",
      title: `The store is read-only (${refused})`,
      text: `It can be read but not changed: ${REFUSALS[refused].cause}. ${REFUSALS[refused].remedy}`,
    },
  ({ usedMemory, maxMemory }) => {
    const share = maxMemory > 0 ? usedMemory / maxMemory : 0;
    const level = levelOf(share, THRESHOLDS.memory);
    const text = `At ${formatBytes(maxMemory)} the store becomes read-only: raise maxmemory, or lower SESSION_LIMIT.`;
    return level && { tile: "memory", level, title: `${percent(share)} of the memory is used`, text };
  },
  ({ maxmemoryPolicy: policy }) =>
    policy.startsWith("allkeys-")
      ? {
          tile: "memory",
          level: "warning",
          title: `Redis evicts by ${policy}`,
          text: "When its memory is full, it throws away accounts and orders too: set maxmemory-policy to noeviction.",
        }
      : null,
  ({ evictedPerSecond }) =>
    evictedPerSecond > 0
      ? {
          tile: "memory",
          level: "critical",
          title: "Redis throws keys away",
          text: "Its memory is full: raise maxmemory, and set maxmemory-policy to noeviction.",
        }
      : null,
  ({ fragmentation, usedMemory }) =>
    fragmentation > 1.5 && usedMemory > FRAGMENTATION_FROM
      ? {
          tile: "memory",
          level: "warning",
          title: `Fragmentation is ${fragmentation.toFixed(1)}`,
          text: "A third of the memory and more is lost between values: set activedefrag yes, or restart Redis.",
        }
      : null,
  ({ p99, requestsPerSecond }) => {
    const level = p99 === null || requestsPerSecond < ENOUGH ? null : levelOf(p99, THRESHOLDS.p99);
    const text =
      "Compare it with the wait for Redis below: near it, look at the slow log; far above, add server processes.";
    return level && { tile: "http", level, title: `One request in a hundred takes ${Math.round(p99 ?? 0)} ms`, text };
  },
  ({ requestsPerSecond, errorsPerSecond }) => {
    const share = requestsPerSecond > 0 ? errorsPerSecond / requestsPerSecond : 0;
    const level = levelOf(share, THRESHOLDS.errors);
    const text = "Look for lines with the level error in the log; request ids lead from one to the other.";
    return level && { tile: "errors", level, title: `${percent(share)} of the requests fail`, text };
  },
  ({ clients, maxClients }) => {
    const level = maxClients > 0 ? levelOf(clients / maxClients, THRESHOLDS.clients) : null;
    const text = `At ${maxClients} Redis takes no more connections: raise maxclients, or find who keeps them (CLIENT LIST).`;
    return level && { tile: "redis", level, title: `${clients} connections are open`, text };
  },
  ({ aofWriteOk, aofRewriteOk }) =>
    aofWriteOk && aofRewriteOk
      ? null
      : {
          tile: "persistence",
          level: "critical",
          title: aofWriteOk ? "The append-only file can't be rewritten" : "The append-only file can't be written",
          text: "The next crash loses what was written since: make room on the disk of Redis; its log says what failed.",
        },
  ({ savesNothing }) => (savesNothing ? { tile: "persistence", level: "warning", ...SAVES_NOTHING } : null),
  ({ snapshotOk, appendOnly }) =>
    snapshotOk
      ? null
      : {
          tile: "persistence",
          level: appendOnly ? "warning" : "critical",
          title: "The last snapshot failed",
          text: "Make room on the disk and in the memory of the machine of Redis; its log says what failed.",
        },
  ({ replicaLagBytes: lag }) => {
    const level = lag === null ? null : levelOf(lag, THRESHOLDS.replicaLag);
    const text = "A failover now would lose that much: look at the network and the load of the replica.";
    return level && { tile: "replication", level, title: `A replica is ${formatBytes(lag ?? 0)} behind`, text };
  },
  ({ damaged }) => {
    if (damaged.length === 0) return null;
    const more = damaged.length > MAX_NAMED ? ` and ${damaged.length - MAX_NAMED} more` : "";
    const text = `They count as absent: ${damaged.slice(0, MAX_NAMED).join(", ")}${more}. Find out which program writes into this Redis.`;
    return { tile: "redis", level: "warning", title: "Keys are not what they should be", text };
  },
  ({ oldestPendingSeconds: seconds }) => {
    const level = seconds === null ? null : levelOf(seconds, THRESHOLDS.pendingSeconds);
    const text = "Their stock is held and nobody decides: is a server process running, and can it write?";
    return (
      level && { tile: "orders", level, title: `An order has been pending for ${Math.round(seconds ?? 0)} s`, text }
    );
  },
];

/** What an operator has to know now, the most urgent first. */
export function findAlerts(measured: Measured): Alert[] {
  const found = RULES.flatMap((rule) => rule(measured) ?? []);
  return [...found.filter(({ level }) => level === "critical"), ...found.filter(({ level }) => level === "warning")];
}
