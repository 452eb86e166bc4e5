import { formatMoney } from "#lib/money.ts";
import { quantile } from "#lib/process/counters/histogram.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { addUp, type FullInfo, readFullInfos, type ServerInfo } from "#lib/redis/server/server-info.ts";
import type { WriteRefusal } from "#lib/redis/trouble.ts";
import { probeWrites } from "#lib/redis/writable.ts";
import { isoTime, isoTimeOfMs, nowMs } from "#lib/time.ts";
import { findAlerts } from "./alerts.ts";
import type { Census } from "./census.ts";
import { addBuckets, type Change, type Counts, changeBetween, sumOf } from "./counts.ts";
import {
  commandFigures,
  countersOf,
  readSlowLog,
  replicaLagBytes,
  type ServerCounters,
  type SlowCommand,
} from "./redis-figures.ts";
import { dayOf } from "./report.ts";
import type { Metrics, MetricsSample, Sampled } from "./schema.ts";

/** Rates and percentiles are those of so many observations, one a second. */
const WINDOW = 10;
const ROUTES_SHOWN = 20;
/** Requests that last for as long as somebody looks, and those for files, say nothing of how fast the store is. */
const isTimed = (route: string) => route !== "(file)" && !/\/(stream|events)$/.test(route);

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

interface Reading {
  at: number;
  infos: FullInfo[];
  keys: number;
  pending: number;
  oldestPending: number | undefined;
  refused: WriteRefusal | null;
  slowLog: SlowCommand[] | null;
  isLabBusy: boolean;
  day: Record<string, string>;
}

async function read(redis: Redis): Promise<Reading> {
  const at = nowMs();
  const [infos, count, pending, [oldest], refused, slowLog, run, day] = await Promise.all([
    readFullInfos(redis),
    redis.dbSize(),
    redis.zCard(keys.ordersPending),
    redis.zRangeWithScores(keys.ordersPending, 0, 0),
    probeWrites(redis),
    readSlowLog(redis),
    redis.get(keys.activeRun),
    redis.hGetAll(keys.metricsDay(dayOf(at))),
  ]);
  const isLabBusy = run !== null;
  return { at, infos, keys: count, pending, oldestPending: oldest?.score, refused, slowLog, isLabBusy, day };
}

function shopOf(change: Change, { at, day, pending, oldestPending }: Reading, census: Census | null): Sampled["shop"] {
  const today = (name: string) => Math.max(0, Number(day[name] ?? 0) || 0);
  return {
    pageViewsPerSecond: rate(change.shop.pageViews, change),
    pageViewsToday: today("pageViews"),
    ordersToday: today("orders"),
    revenueToday: formatMoney(today("revenue")),
    signInsToday: today("signIns"),
    searchesToday: today("searches"),
    emptySearchesToday: today("emptySearches"),
    sessions: census?.sessions ?? null,
    carts: census?.carts ?? null,
    cartsValue: census ? formatMoney(census.cartsValue) : null,
    countedAt: census ? isoTimeOfMs(census.at) : null,
    ordersPending: pending,
    oldestPendingSeconds: oldestPending === undefined ? null : Math.max(0, (at - oldestPending) / 1000),
  };
}

const rate = (count: number, { seconds }: { seconds: number }) =>
  seconds > 0 ? Math.max(0, Math.round((count / seconds) * 100) / 100) : 0;

const total = (buckets: readonly number[]) => buckets.reduce((sum, each) => sum + each, 0);

function httpOf(change: Change): Sampled["http"] {
  const series = [...change.http.values()];
  const timed: number[] = [];
  for (const { route, buckets } of series) if (isTimed(route)) addBuckets(timed, buckets);
  const count = (of: typeof series) => of.reduce((sum, { buckets }) => sum + total(buckets), 0);
  return {
    requestsPerSecond: rate(count(series), change),
    errorsPerSecond: rate(count(series.filter(({ status }) => status >= 500)), change),
    p50: quantile(timed, 0.5),
    p95: quantile(timed, 0.95),
    p99: quantile(timed, 0.99),
    routes: series
      .sort((a, b) => total(b.buckets) - total(a.buckets))
      .slice(0, ROUTES_SHOWN)
      .map(({ method, route, status, buckets }) => ({
        ...{ method, route, status, perSecond: rate(total(buckets), change) },
        ...{ p50: quantile(buckets, 0.5), p99: quantile(buckets, 0.99) },
      })),
  };
}

/** What servers have counted between two moments; of one that was restarted meanwhile, nothing. */
function serverChange(before: ServerCounters | undefined, now: ServerCounters) {
  const isSame = before !== undefined && before.runs === now.runs;
  const less = (name: "commands" | "hits" | "misses" | "expired" | "evicted" | "input" | "output") =>
    isSame ? Math.max(0, now[name] - before[name]) : 0;
  return {
    seconds: isSame ? (now.at - before.at) / 1000 : 0,
    ...{ commands: less("commands"), hits: less("hits"), misses: less("misses") },
    ...{ expired: less("expired"), evicted: less("evicted"), input: less("input"), output: less("output") },
  };
}

type ServerChange = ReturnType<typeof serverChange>;

/**
 * The share of reads that found something, without those that nobody has asked for. The report of a process is up to a
 * second older than what the server says, so where no visitor has read anything nothing is said.
 */
function hitRatioOf(server: ServerChange, { housekeeping, roundTrips }: Change): number | null {
  if (roundTrips === 0) return null;
  const hits = Math.max(0, server.hits - housekeeping.hits);
  const misses = Math.max(0, server.misses - housekeeping.misses);
  return hits + misses === 0 ? null : Math.round((hits / (hits + misses)) * 10_000) / 10_000;
}

function redisOf(
  change: Change,
  server: ServerChange,
  { infos, refused, slowLog }: Reading,
): Omit<Sampled["redis"], "commands"> {
  const info = addUp(infos.map(({ figures }) => figures));
  const isOk = (name: "aof_last_write_status" | "aof_last_bgrewrite_status" | "rdb_last_bgsave_status") =>
    infos.every(({ figures }) => figures[name] === "" || figures[name] === "ok");
  return {
    refusesWrites: refused,
    commandsPerSecond: rate(server.commands, server),
    roundTripsPerSecond: rate(change.roundTrips, change),
    roundTripP50: quantile(change.redis, 0.5),
    roundTripP99: quantile(change.redis, 0.99),
    failuresPerSecond: rate(change.failures, change),
    hitRatio: hitRatioOf(server, change),
    peakMemory: info.used_memory_peak,
    maxmemoryPolicy: info.maxmemory_policy,
    maxClients: info.maxclients,
    blockedClients: info.blocked_clients,
    expiredPerSecond: rate(server.expired, server),
    evictedPerSecond: rate(server.evicted, server),
    inputBytesPerSecond: rate(server.input, server),
    outputBytesPerSecond: rate(server.output, server),
    aofWriteOk: isOk("aof_last_write_status"),
    aofRewriteOk: isOk("aof_last_bgrewrite_status"),
    snapshotOk: isOk("rdb_last_bgsave_status"),
    lastSnapshotAt: info.rdb_last_save_time > 0 ? isoTime(info.rdb_last_save_time) : null,
    changesSinceSnapshot: info.rdb_changes_since_last_save,
    lastForkMicros: Math.max(0, info.latest_fork_usec),
    replicaLagBytes: replicaLagBytes(infos),
    slowLog,
  };
}

function sampleOf(metrics: Metrics, last: Change, server: ServerChange): MetricsSample {
  const { shop, http, redis } = metrics;
  const second = httpOf(last);
  const perMinute = (count: number) => rate(count * 60, last);
  return {
    at: metrics.at,
    pageViewsPerSecond: rate(last.shop.pageViews, last),
    ordersPerMinute: perMinute(last.shop.orders),
    revenuePerMinute: perMinute(last.shop.revenue / 100),
    signInsPerMinute: perMinute(last.shop.signIns),
    emptySearchesPerMinute: perMinute(last.shop.emptySearches),
    sessions: shop.sessions,
    carts: shop.carts,
    requestsPerSecond: second.requestsPerSecond,
    errorsPerSecond: second.errorsPerSecond,
    // Of ten seconds: in one of them there may be two requests.
    ...{ p50: http.p50, p95: http.p95, p99: http.p99 },
    commandsPerSecond: rate(server.commands, server),
    roundTripsPerSecond: rate(last.roundTrips, last),
    roundTripP99: redis.roundTripP99,
    hitRatio: redis.hitRatio,
    usedMemory: metrics.usedMemory,
    clients: metrics.connectedClients,
    keys: metrics.keys,
    evictedPerSecond: rate(server.evicted, server),
    expiredPerSecond: rate(server.expired, server),
    inputBytesPerSecond: rate(server.input, server),
    outputBytesPerSecond: rate(server.output, server),
    replicaLagBytes: redis.replicaLagBytes,
  };
}

/** Figures of one moment: all of them, and those that are kept. */
export interface Observation {
  metrics: Metrics;
  sample: MetricsSample;
}

/** Observes the store, once a second; what it remembers are the last ten seconds. */
export function makeObserver() {
  /** the newest report of each process, also of those that do not report at the moment */
  const known = new Map<string, Counts>();
  const changes: Change[] = [];
  const servers: ServerCounters[] = [];
  let lastAt = 0;

  function noteChange(reports: ReadonlyMap<string, Counts>, at: number): Change {
    // What was counted before anybody looked did not happen in this second.
    const before = lastAt === 0 ? reports : known;
    const change = changeBetween(before, reports, lastAt === 0 ? 0 : (at - lastAt) / 1000);
    lastAt = at;
    for (const [id, counts] of reports) known.set(id, counts);
    const oldest = at - 600_000;
    for (const [id, counts] of known) if (counts.at < oldest) known.delete(id);
    changes.push(change);
    if (changes.length > WINDOW) changes.shift();
    return change;
  }

  /** One round trip. @param reports of all processes */
  return async (redis: Redis, reports: ReadonlyMap<string, Counts>, census: Census | null): Promise<Observation> => {
    const reading = await read(redis);
    const { at, infos } = reading;
    const last = noteChange(reports, at);
    const change = sumOf(changes);
    const counters = countersOf(infos, at);
    const inWindow = serverChange(servers[0], counters);
    const inLast = serverChange(servers.at(-1), counters);
    const commands = commandFigures(infos, servers[0] ?? null, counters);
    servers.push(counters);
    if (servers.length > WINDOW) servers.shift();
    const info = addUp(infos.map(({ figures }) => figures));
    const base = describeServer(info, reading.keys, at);
    const shop = shopOf(change, reading, census);
    const http = httpOf(change);
    const redisFigures = { ...redisOf(change, inWindow, reading), commands };
    const damaged = [...new Set([...reports.values()].flatMap((counts) => counts.damaged))];
    const alerts = findAlerts({
      ...redisFigures,
      ...{ usedMemory: base.usedMemory, maxMemory: base.maxMemory, fragmentation: base.fragmentation },
      ...{ clients: base.connectedClients, appendOnly: base.appendOnly, refusesWrites: reading.refused },
      ...{ p99: http.p99, requestsPerSecond: http.requestsPerSecond, errorsPerSecond: http.errorsPerSecond },
      ...{ damaged, oldestPendingSeconds: shop.oldestPendingSeconds },
    });
    const metrics: Metrics = {
      ...base,
      ...{ sampledAt: base.at, processes: reports.size, laboratory: reading.isLabBusy ? "busy" : "idle" },
      ...{ shop, http, redis: redisFigures, alerts },
    };
    return { metrics, sample: sampleOf(metrics, last, inLast) };
  };
}
