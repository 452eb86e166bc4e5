import { formatMoney } from "#lib/money.ts";
import { countDurations, quantile } from "#lib/process/counters/histogram.ts";
import { addUp } from "#lib/redis/server/server-info.ts";
import { isoTime, isoTimeOfMs } from "#lib/time.ts";
import type { Census } from "./census.ts";
import { addBuckets, type Change } from "./counts.ts";
import type { Reading } from "./reading.ts";
import { replicaLagBytes, type ServerCounters } from "./redis-figures.ts";
import type { Metrics, MetricsSample, Sampled } from "./schema.ts";

/** Figures made of what the processes have counted between two moments, and of what Redis says. */

const ROUTES_SHOWN = 20;
/** Requests that last for as long as somebody looks, and those for files, say nothing of how fast the store is. */
const isTimed = (route: string) => route !== "(file)" && !/\/(stream|events)$/.test(route);

/** The figures of the shop. @param census null before all keys were looked at */
export function shopOf(
  change: Change,
  { at, day, pending, oldestPending }: Reading,
  census: Census | null,
): Sampled["shop"] {
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

/** How often a second something happened, to two decimals. */
const rate = (count: number, { seconds }: { seconds: number }) =>
  seconds > 0 ? Math.max(0, Math.round((count / seconds) * 100) / 100) : 0;

/** The figures of the requests. */
export function httpOf(change: Change): Sampled["http"] {
  const series = [...change.http.values()];
  const timed: number[] = [];
  for (const { route, buckets } of series) if (isTimed(route)) addBuckets(timed, buckets);
  const count = (of: typeof series) => of.reduce((sum, { buckets }) => sum + countDurations(buckets), 0);
  return {
    requestsPerSecond: rate(count(series), change),
    errorsPerSecond: rate(count(series.filter(({ status }) => status >= 500)), change),
    p50: quantile(timed, 0.5),
    p95: quantile(timed, 0.95),
    p99: quantile(timed, 0.99),
    routes: series
      .sort((a, b) => countDurations(b.buckets) - countDurations(a.buckets))
      .slice(0, ROUTES_SHOWN)
      .map(({ method, route, status, buckets }) => ({
        ...{ method, route, status, perSecond: rate(countDurations(buckets), change) },
        ...{ p50: quantile(buckets, 0.5), p99: quantile(buckets, 0.99) },
      })),
  };
}

/** What servers have counted between two moments; of one that was restarted meanwhile, nothing. */
export function serverChange(before: ServerCounters | undefined, now: ServerCounters) {
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

/** The figures of Redis, without those by command. @param server of the same time as `change` */
export function redisOf(
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

/** What is kept of one second. @param last that second; `server` the same of Redis */
export function sampleOf(metrics: Metrics, last: Change, server: ServerChange): MetricsSample {
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
