import { z } from "zod";
import { BOUNDS_MS } from "#lib/process/counters/histogram.ts";

/** The figures of the store and of its Redis, as administrators see them. Sizes are bytes, rates of the last seconds. */

const time = z.iso.datetime();
const count = z.number().min(0);
const money = z.string().regex(/^\d+\.\d\d$/);

export const ALERT_TILES = [
  "shop",
  "orders",
  "http",
  "errors",
  "redis",
  "memory",
  "persistence",
  "replication",
] as const;

/** Something that an operator has to know: what it means and what to do, in one sentence each. */
export const alert = z.strictObject({
  tile: z.enum(ALERT_TILES),
  level: z.enum(["warning", "critical"]),
  title: z.string(),
  text: z.string(),
});
export type Alert = z.infer<typeof alert>;

export const shopFigures = z.strictObject({
  pageViewsPerSecond: count,
  /** of the day, in UTC */
  pageViewsToday: count,
  ordersToday: count,
  revenueToday: money,
  signInsToday: count,
  searchesToday: count,
  emptySearchesToday: count,
  /** null until all keys were looked at for the first time; `countedAt` says when that was */
  sessions: count.nullable(),
  carts: count.nullable(),
  cartsValue: money.nullable(),
  countedAt: time.nullable(),
  ordersPending: count,
  oldestPendingSeconds: count.nullable(),
});

const milliseconds = count.max(BOUNDS_MS.at(-1) ?? 0).nullable();

export const httpFigures = z.strictObject({
  requestsPerSecond: count,
  /** replies with 5xx */
  errorsPerSecond: count,
  /** milliseconds in the store, without files and event streams; null without requests */
  p50: milliseconds,
  p95: milliseconds,
  p99: milliseconds,
  /** the most frequent, of the last ten seconds */
  routes: z.array(
    z.strictObject({
      method: z.string(),
      route: z.string(),
      status: z.number(),
      perSecond: count,
      p50: milliseconds,
      p99: milliseconds,
    }),
  ),
});

export const redisFigures = z.strictObject({
  /** whether it takes writes; else why not */
  refusesWrites: z.string().nullable(),
  commandsPerSecond: count,
  /** round trips of visitors, and how long they wait for one, in milliseconds */
  roundTripsPerSecond: count,
  roundTripP50: milliseconds,
  roundTripP99: milliseconds,
  failuresPerSecond: count,
  /** of the reads of the last seconds that visitors caused, 0 to 1; null without any */
  hitRatio: z.number().min(0).max(1).nullable(),
  peakMemory: count,
  maxmemoryPolicy: z.string(),
  maxClients: count,
  blockedClients: count,
  expiredPerSecond: count,
  evictedPerSecond: count,
  inputBytesPerSecond: count,
  outputBytesPerSecond: count,
  aofWriteOk: z.boolean(),
  aofRewriteOk: z.boolean(),
  snapshotOk: z.boolean(),
  lastSnapshotAt: time.nullable(),
  changesSinceSnapshot: count,
  lastForkMicros: count,
  /** of the replica that is furthest behind, in bytes */
  replicaLagBytes: count.nullable(),
  /** by the time that they take, since the server started; percentiles by INFO latencystats */
  commands: z.array(
    z.strictObject({
      command: z.string(),
      perSecond: count,
      calls: count,
      meanMicros: count,
      p50Micros: count.nullable(),
      p99Micros: count.nullable(),
      p999Micros: count.nullable(),
    }),
  ),
  /** null where the store may not ask */
  slowLog: z.array(z.strictObject({ at: time, micros: count, command: z.string() })).nullable(),
});

/** What the sampler adds to what INFO says. */
export const sampled = z.strictObject({
  /** when it was sampled */
  sampledAt: time,
  /** processes of the store that report */
  processes: count,
  laboratory: z.enum(["idle", "busy"]),
  shop: shopFigures,
  http: httpFigures,
  redis: redisFigures,
  alerts: z.array(alert),
});
export type Sampled = z.infer<typeof sampled>;

export const metrics = z.strictObject({
  at: time,
  permitted: z.boolean().meta({ description: "false: INFO is denied to the store, and only `keys` is known of Redis" }),
  version: z.string(),
  role: z.string(),
  uptimeSeconds: z.number(),
  opsPerSecond: z.number(),
  commandsProcessed: z.number(),
  connectedClients: z.number(),
  connectedReplicas: z.number(),
  usedMemory: z.number().meta({ description: "bytes" }),
  maxMemory: z.number().meta({ description: "bytes; 0 for no limit" }),
  fragmentation: z.number(),
  hitRatio: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .meta({ description: "since the server started; `redis.hitRatio` is that of the last seconds" }),
  expiredKeys: z.number(),
  evictedKeys: z.number(),
  appendOnly: z.boolean(),
  keys: z.number(),
  ...sampled.shape,
});
export type Metrics = z.infer<typeof metrics>;

/** The figures that are kept, and shown in charts. */
export const SAMPLE_FIELDS = [
  "pageViewsPerSecond",
  "ordersPerMinute",
  "revenuePerMinute",
  "signInsPerMinute",
  "emptySearchesPerMinute",
  "sessions",
  "carts",
  "requestsPerSecond",
  "errorsPerSecond",
  "p50",
  "p95",
  "p99",
  "commandsPerSecond",
  "roundTripsPerSecond",
  "roundTripP99",
  "hitRatio",
  "usedMemory",
  "clients",
  "keys",
  "evictedPerSecond",
  "expiredPerSecond",
  "inputBytesPerSecond",
  "outputBytesPerSecond",
  "replicaLagBytes",
] as const;
export type SampleField = (typeof SAMPLE_FIELDS)[number];

/** One second of the last hour, or one minute of the last day. A figure that was not known is null. */
export interface MetricsSample extends Record<SampleField, number | null> {
  /** ISO 8601 */
  at: string;
}

/** Query of GET /api/admin/metrics/history. */
export const historyQuery = z.object({
  minutes: z.coerce.number().int().min(1).max(1440).default(60),
  points: z.coerce.number().int().min(2).max(4000).optional().meta({ description: "at most so many, averaged" }),
});
export type HistoryQuery = z.infer<typeof historyQuery>;
