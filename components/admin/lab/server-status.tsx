"use client";

import clsx from "clsx";
import { useFigures } from "#components/admin/overview/use-figures.ts";
import { formatBytes } from "#lib/bytes.ts";
import type { Metrics } from "#lib/metrics/metrics.ts";

interface ServerStatusProps {
  initial: Metrics;
}

/** The figures of the Redis server, updated every second. */
export function ServerStatus({ initial }: ServerStatusProps) {
  const { metrics, isLive } = useFigures(initial);
  const known = (figure: string) => (metrics.permitted ? figure : "not permitted");
  const figures: [string, string][] = [
    ["Commands per second", known(metrics.opsPerSecond.toLocaleString("en"))],
    ["Memory", known(formatBytes(metrics.usedMemory))],
    ["Keys", metrics.keys.toLocaleString("en")],
    ["Connections", known(String(metrics.connectedClients))],
    ["Hit ratio", known(metrics.redis.hitRatio === null ? "-" : `${(metrics.redis.hitRatio * 100).toFixed(1)} %`)],
  ];
  return (
    <section aria-label="Redis server status">
      <dl className={clsx("flex flex-wrap gap-x-8 gap-y-2", !isLive && "opacity-50")}>
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
