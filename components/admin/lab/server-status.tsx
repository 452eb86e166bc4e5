"use client";

import { useEffect, useState } from "react";
import { formatBytes } from "#lib/bytes.ts";
import type { Metrics } from "#lib/metrics/metrics.ts";

interface ServerStatusProps {
  initial: Metrics;
}

/** The figures of the Redis server, updated every second. */
export function ServerStatus({ initial }: ServerStatusProps) {
  const [metrics, setMetrics] = useState(initial);
  useEffect(() => {
    const source = new EventSource("/api/admin/metrics/stream");
    source.addEventListener("metrics", (event) => setMetrics(JSON.parse(event.data)));
    return () => source.close();
  }, []);
  const known = (figure: string) => (metrics.permitted ? figure : "not permitted");
  const figures: [string, string][] = [
    ["Commands per second", known(metrics.opsPerSecond.toLocaleString("en"))],
    ["Memory", known(formatBytes(metrics.usedMemory))],
    ["Keys", metrics.keys.toLocaleString("en")],
    ["Connections", known(String(metrics.connectedClients))],
    ["Hit ratio", known(metrics.hitRatio === null ? "-" : `${(metrics.hitRatio * 100).toFixed(1)} %`)],
  ];
  return (
    <section aria-label="Redis server status">
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        <div>
          <dt className="tag text-soft">Server</dt>
          <dd className="figures font-medium">{metrics.version}</dd>
        </div>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt className="tag text-soft">{label}</dt>
            <dd className="figures font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
