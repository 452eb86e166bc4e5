import { formatBytes } from "#lib/bytes.ts";
import type { Alert, Metrics } from "#lib/metrics/schema.ts";

/** A figure as it is shown. */
export interface Tile {
  label: string;
  value: string;
  /** what belongs to it, in small print */
  note?: string;
  /** the alerts that colour it */
  of?: Alert["tile"];
}

export interface TileGroup {
  title: string;
  tiles: Tile[];
}

const exact = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
export const formatNumber = (value: number) => exact.format(value);
export const formatMs = (ms: number | null) => (ms === null ? "–" : `${exact.format(ms)} ms`);
const perSecond = (value: number) => `${exact.format(value)}/s`;
const percent = (share: number | null) => (share === null ? "–" : `${(share * 100).toFixed(1)} %`);
const money = (text: string) => text.replace(/\B(?=(\d{3})+(?=\.))/g, ",");

/** The time of day of an ISO 8601 time. */
export const timeOf = (iso: string) => `${iso.slice("2026-05-04T".length, "2026-05-04T03:02:01".length)} UTC`;

function shopTiles({ shop }: Metrics): Tile[] {
  const counted = shop.countedAt ? `counted at ${timeOf(shop.countedAt)}` : "being counted";
  return [
    {
      label: "Page views",
      value: perSecond(shop.pageViewsPerSecond),
      note: `${formatNumber(shop.pageViewsToday)} today`,
    },
    {
      label: "Orders today",
      value: formatNumber(shop.ordersToday),
      note: `${money(shop.revenueToday)} revenue · ${shop.ordersPending} pending`,
      of: "orders",
    },
    { label: "Sessions", value: shop.sessions === null ? "–" : formatNumber(shop.sessions), note: counted },
    {
      label: "Carts",
      value: shop.carts === null ? "–" : formatNumber(shop.carts),
      note: shop.cartsValue === null ? counted : `worth ${money(shop.cartsValue)}`,
    },
    { label: "Sign-ins today", value: formatNumber(shop.signInsToday) },
    {
      label: "Found nothing",
      value: formatNumber(shop.emptySearchesToday),
      note: `of ${formatNumber(shop.searchesToday)} searches today`,
    },
  ];
}

function httpTiles({ http, redis, processes }: Metrics): Tile[] {
  return [
    {
      label: "Requests",
      value: perSecond(http.requestsPerSecond),
      note: `${processes} ${processes === 1 ? "process" : "processes"}`,
    },
    { label: "Failed (5xx)", value: perSecond(http.errorsPerSecond), of: "errors" },
    { label: "p50", value: formatMs(http.p50), note: "in the store" },
    { label: "p95", value: formatMs(http.p95) },
    { label: "p99", value: formatMs(http.p99), of: "http" },
    {
      label: "Wait for Redis",
      value: formatMs(redis.roundTripP99),
      note: `p99 of a round trip, p50 ${formatMs(redis.roundTripP50)}`,
    },
  ];
}

function redisTiles(metrics: Metrics): Tile[] {
  const { redis, permitted } = metrics;
  const known = (value: string) => (permitted ? value : "not permitted");
  const limit = metrics.maxMemory > 0 ? `of ${formatBytes(metrics.maxMemory)}` : "no limit";
  const isSaved = redis.aofWriteOk && redis.aofRewriteOk && redis.snapshotOk;
  const lag = redis.replicaLagBytes === null ? "no lag" : `${formatBytes(redis.replicaLagBytes)} behind`;
  return [
    {
      label: "Redis",
      value: redis.refusesWrites ? "read-only" : "ready",
      note: metrics.version,
      of: "redis",
    },
    {
      label: "Commands",
      value: known(perSecond(redis.commandsPerSecond)),
      note: `${perSecond(redis.roundTripsPerSecond)} round trips`,
    },
    { label: "Hit ratio", value: known(percent(redis.hitRatio)), note: "of what visitors read" },
    {
      label: "Memory",
      value: known(formatBytes(metrics.usedMemory)),
      note: `${limit}, peak ${formatBytes(redis.peakMemory)}, fragmentation ${metrics.fragmentation.toFixed(1)}`,
      of: "memory",
    },
    {
      label: "Connections",
      value: known(formatNumber(metrics.connectedClients)),
      note: `of ${formatNumber(redis.maxClients)}, ${redis.blockedClients} blocked`,
    },
    {
      label: "Keys",
      value: formatNumber(metrics.keys),
      note: `${perSecond(redis.expiredPerSecond)} expire, ${perSecond(redis.evictedPerSecond)} evicted`,
    },
    {
      label: "Network",
      value: known(`${formatBytes(redis.outputBytesPerSecond)}/s`),
      note: `out, ${formatBytes(redis.inputBytesPerSecond)}/s in`,
    },
    {
      label: "On disk",
      value: known(isSaved ? "in order" : "failing"),
      note: `${metrics.appendOnly ? "append-only file" : "snapshots"}, ${formatNumber(redis.changesSinceSnapshot)} changes since ${redis.lastSnapshotAt ? timeOf(redis.lastSnapshotAt) : "the start"}`,
      of: "persistence",
    },
    { label: "Replicas", value: known(formatNumber(metrics.connectedReplicas)), note: lag, of: "replication" },
  ];
}

/** All figures of the overview, in groups. */
export function tilesOf(metrics: Metrics): TileGroup[] {
  return [
    { title: "The shop", tiles: shopTiles(metrics) },
    { title: "HTTP", tiles: httpTiles(metrics) },
    { title: "Redis", tiles: redisTiles(metrics) },
  ];
}

/** The worst alert of a tile. */
export function alertOf({ of }: Tile, alerts: readonly Alert[]): Alert | undefined {
  const own = alerts.filter(({ tile }) => tile === of);
  return own.find(({ level }) => level === "critical") ?? own[0];
}
