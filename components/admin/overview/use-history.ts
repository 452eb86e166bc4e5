"use client";

import { useEffect, useState } from "react";
import type { Metrics, MetricsSample } from "#lib/metrics/schema.ts";

/** So many points are as many as a chart has pixels for. */
const POINTS = 360;
/** How often a long time is read again, in milliseconds. */
const AGAIN_MS = 30_000;
/** Up to so many minutes the chart moves with the stream. */
export const LIVE_MINUTES = 5;

/** The figures of a second as a sample. What only the sampler knows is null until the history is read again. */
export function sampleOf({ sampledAt, shop, http, redis, usedMemory, keys, connectedClients }: Metrics): MetricsSample {
  return {
    at: sampledAt,
    pageViewsPerSecond: shop.pageViewsPerSecond,
    ...{ ordersPerMinute: null, revenuePerMinute: null, signInsPerMinute: null, emptySearchesPerMinute: null },
    ...{ sessions: shop.sessions, carts: shop.carts },
    ...{ requestsPerSecond: http.requestsPerSecond, errorsPerSecond: http.errorsPerSecond },
    ...{ p50: http.p50, p95: http.p95, p99: http.p99 },
    ...{ commandsPerSecond: redis.commandsPerSecond, roundTripsPerSecond: redis.roundTripsPerSecond },
    ...{ roundTripP99: redis.roundTripP99, hitRatio: redis.hitRatio },
    ...{ usedMemory, clients: connectedClients, keys },
    ...{ evictedPerSecond: redis.evictedPerSecond, expiredPerSecond: redis.expiredPerSecond },
    ...{ inputBytesPerSecond: redis.inputBytesPerSecond, outputBytesPerSecond: redis.outputBytesPerSecond },
    replicaLagBytes: redis.replicaLagBytes,
  };
}

async function fetchHistory(minutes: number, signal: AbortSignal): Promise<MetricsSample[] | null> {
  try {
    const reply = await fetch(`/api/admin/metrics/history?minutes=${minutes}&points=${POINTS}`, { signal });
    return reply.ok ? (await reply.json()).samples : null;
  } catch {
    return null;
  }
}

/** The samples of the last minutes, with those that the stream has brought since. */
export function useHistory(initial: readonly MetricsSample[], minutes: number, metrics: Metrics) {
  const [samples, setSamples] = useState(initial);
  useEffect(() => {
    const controller = new AbortController();
    const load = async () => {
      if (document.hidden) return;
      const read = await fetchHistory(minutes, controller.signal);
      if (read && !controller.signal.aborted) setSamples(read);
    };
    void load();
    const timer = setInterval(load, AGAIN_MS);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [minutes]);
  useEffect(() => {
    if (minutes > LIVE_MINUTES) return;
    setSamples((old) => {
      const last = old.at(-1);
      if (last && last.at >= metrics.sampledAt) return old;
      const first = Date.parse(metrics.sampledAt) - minutes * 60_000;
      return [...old.filter(({ at }) => Date.parse(at) > first), sampleOf(metrics)];
    });
  }, [minutes, metrics]);
  return samples;
}
