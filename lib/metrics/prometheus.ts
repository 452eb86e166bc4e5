import { AggregatorRegistry, collectDefaultMetrics, Registry } from "prom-client";
import { z } from "zod";
import { redisCounts, requestCounts, shopCounts } from "#lib/process/counters/counters.ts";
import { BOUNDS_MS, type Histogram } from "#lib/process/counters/histogram.ts";
import { askAllProcesses } from "#lib/process/peers.ts";
import { processWide } from "#lib/process/process-wide.ts";
import type { Metrics } from "./schema.ts";
import { shareLatest } from "./source.ts";

/**
 * The figures as Prometheus reads them. Every server process has counters of its own, and a scrape reaches one of them:
 * it asks the others by way of the primary process, and each series says by `process` whose it is. Added up here, a
 * process that is replaced would look like a counter that goes back, and the whole sum would count again.
 */

const label = z.union([z.string(), z.number()]);

const metric = z.object({
  name: z.string(),
  help: z.string(),
  type: z.enum(["counter", "gauge", "histogram", "summary"]),
  aggregator: z.enum(["sum", "first", "min", "max", "average", "omit"]),
  values: z.array(
    z.object({
      value: z.number().nullable(),
      labels: z.record(z.string(), label),
      metricName: z.string().optional(),
    }),
  ),
});
type Metric = z.infer<typeof metric>;
type Values = Metric["values"];

/** The loop is looked at every so often, in milliseconds. */
const LOOP_MS = 50;

/** What prom-client itself knows of a process. */
const registry = processWide("prometheus", () => {
  const made = new Registry();
  collectDefaultMetrics({ register: made, eventLoopMonitoringPrecision: LOOP_MS });
  return made;
});

const seconds = (ms: number) => ms / 1000;

/** The series of a histogram in the format of prom-client. */
function histogramValues(name: string, labels: Record<string, string>, { buckets, sum }: Readonly<Histogram>): Values {
  let below = 0;
  const values: Values = BOUNDS_MS.map((bound, i) => {
    below += buckets[i] ?? 0;
    return { value: below, labels: { le: seconds(bound), ...labels }, metricName: `${name}_bucket` };
  });
  const count = below + (buckets[BOUNDS_MS.length] ?? 0);
  return [
    ...values,
    { value: count, labels: { le: "+Inf", ...labels }, metricName: `${name}_bucket` },
    { value: seconds(sum), labels, metricName: `${name}_sum` },
    { value: count, labels, metricName: `${name}_count` },
  ];
}

const make = (type: Metric["type"], name: string, help: string, values: Values): Metric => ({
  ...{ name, help, type, values, aggregator: "sum" },
});
const counter = (name: string, help: string, value: number) => make("counter", name, help, [{ value, labels: {} }]);
const gauge = (name: string, help: string, value: number) => make("gauge", name, help, [{ value, labels: {} }]);

function ownMetrics(): Metric[] {
  const shop = shopCounts();
  const { commands, roundTrips, failures } = redisCounts();
  const http = "fwr_http_request_duration_seconds";
  const redis = "fwr_redis_command_duration_seconds";
  const byStatus = requestCounts().flatMap(({ route, method, status, histogram }) =>
    histogramValues(http, { method, route, status: String(status) }, histogram),
  );
  const byCommand = [...commands].flatMap(([command, histogram]) => histogramValues(redis, { command }, histogram));
  return [
    make("histogram", http, "Time in the store, by the pattern of the address", byStatus),
    make("histogram", redis, "Wait for the command with which a round trip of a request began", byCommand),
    counter("fwr_redis_round_trips_total", "Round trips to Redis that requests have made", roundTrips),
    counter("fwr_redis_failures_total", "Round trips that got no reply", failures),
    counter("fwr_page_views_total", "Page views", shop.pageViews),
    counter("fwr_sign_ins_total", "Sign-ins that succeeded", shop.signIns),
    counter("fwr_orders_total", "Orders placed", shop.orders),
    counter("fwr_revenue_total", "Totals of the orders placed, in units of the currency", shop.revenue / 100),
    counter("fwr_searches_total", "Searches for a text", shop.searches),
    counter("fwr_searches_without_result_total", "Searches for a text that found nothing", shop.emptySearches),
  ];
}

/** Everything that this process says of itself. It survives JSON. */
export async function describeForPrometheus(): Promise<{ process: string; metrics: Metric[] }> {
  const defaults = z.array(metric).parse(JSON.parse(JSON.stringify(await registry.getMetricsAsJSON())));
  return { process: String(process.pid), metrics: [...defaults, ...ownMetrics()] };
}

const description = z.object({ process: z.string(), metrics: z.array(metric) });

/** What is the same whoever says it. */
function storeMetrics(latest: Metrics | null): Metric[] {
  const up = gauge("fwr_redis_up", "Whether Redis answers", latest ? 1 : 0);
  if (!latest) return [up];
  const { shop, redis } = latest;
  const known = (name: string, help: string, value: number | null) =>
    value === null ? [] : [gauge(name, help, value)];
  return [
    up,
    gauge("fwr_redis_writable", "Whether Redis takes writes", redis.refusesWrites === null ? 1 : 0),
    gauge("fwr_redis_memory_used_bytes", "Memory of all primaries", latest.usedMemory),
    gauge("fwr_redis_memory_max_bytes", "maxmemory of all primaries; 0 for no limit", latest.maxMemory),
    gauge("fwr_redis_keys", "Keys of all primaries", latest.keys),
    gauge("fwr_redis_clients", "Connections to all primaries", latest.connectedClients),
    gauge("fwr_redis_evicted_keys", "Keys that Redis has thrown away since it started", latest.evictedKeys),
    gauge(
      "fwr_redis_aof_ok",
      "Whether the append-only file can be written",
      redis.aofWriteOk && redis.aofRewriteOk ? 1 : 0,
    ),
    ...known("fwr_redis_replica_lag_bytes", "How far the last replica is behind", redis.replicaLagBytes),
    ...known("fwr_redis_hit_ratio", "Reads of visitors that found something, in the last seconds", redis.hitRatio),
    gauge("fwr_orders_pending", "Orders that are not decided yet", shop.ordersPending),
    gauge(
      "fwr_orders_pending_oldest_seconds",
      "For how long the oldest of them has been pending",
      shop.oldestPendingSeconds ?? 0,
    ),
    ...known("fwr_sessions", "Sessions", shop.sessions),
    ...known("fwr_carts", "Carts", shop.carts),
    gauge("fwr_laboratory_busy", "Whether a laboratory run is active", latest.laboratory === "busy" ? 1 : 0),
  ];
}

/** Whose a series is. Names that hold for the store have no process. */
function ofProcess({ process, metrics }: z.infer<typeof description>): Metric[] {
  return metrics.map(({ values, ...rest }) => ({
    ...rest,
    // Each series has one process, so that nothing is added up, and nothing left out.
    aggregator: "sum",
    values: values.map(({ labels, ...value }) => ({ ...value, labels: { ...labels, process } })),
  }));
}

/** The media type of the text. */
export const PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** The figures of all server processes as text for Prometheus. One round trip; none is needed. */
export async function renderPrometheus(): Promise<string> {
  const [answers, latest] = await Promise.all([askAllProcesses(), shareLatest().catch(() => null)]);
  const described = answers.flatMap((answer) => description.safeParse(answer).data ?? []);
  const all = [storeMetrics(latest), ...described.map(ofProcess)];
  // prom-client takes the JSON that it makes itself; its types do not say so.
  return AggregatorRegistry.aggregate(all as unknown as object[]).metrics();
}
