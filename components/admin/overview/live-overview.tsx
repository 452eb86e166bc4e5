"use client";

import clsx from "clsx";
import type { Alert, Metrics, MetricsSample } from "#lib/metrics/schema.ts";
import { FigureTile } from "./figure-tile.tsx";
import { FiguresTables } from "./figures-tables.tsx";
import { HistoryCharts } from "./history-charts.tsx";
import { alertOf, tilesOf, timeOf } from "./tiles.ts";
import { useFigures } from "./use-figures.ts";

interface LiveOverviewProps {
  initial: Metrics;
  samples: readonly MetricsSample[];
}

function Alerts({ alerts }: { alerts: readonly Alert[] }) {
  return alerts.map(({ title, text, level }) => (
    <section
      key={title}
      className={clsx(
        "flex flex-col gap-1 rounded-xl border-2 bg-raised px-4 py-3",
        level === "critical" ? "border-accent-text" : "border-warn",
      )}
    >
      <h2 className={clsx("font-semibold", level === "critical" ? "text-accent-text" : "text-warn")}>{title}</h2>
      <p className="max-w-3xl">{text}</p>
    </section>
  ));
}

/** Whether the figures are live, and since when they are not. */
function Liveness({ isLive, sampledAt }: { isLive: boolean; sampledAt: string }) {
  return (
    <p role="status" className="min-h-6 text-soft">
      {isLive
        ? "Live, once a second."
        : `Not live: no new figures since ${timeOf(sampledAt)}. Redis does not answer, or the store does not. Below is what was known last.`}
    </p>
  );
}

/** The figures of the store as they are now, and over time. What is not live any more is greyed. */
export function LiveOverview({ initial, samples }: LiveOverviewProps) {
  const { metrics, isLive } = useFigures(initial);
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-3">
        <Liveness isLive={isLive} sampledAt={metrics.sampledAt} />
        <noscript>
          <p className="text-soft">{`These are the figures of ${timeOf(initial.sampledAt)}. Reload the page for new ones.`}</p>
        </noscript>
        <Alerts alerts={metrics.alerts} />
      </div>
      <div data-live={isLive} className={clsx("flex flex-col gap-8", !isLive && "opacity-50 grayscale")}>
        {tilesOf(metrics).map(({ title, tiles }) => (
          <section key={title} aria-label={title} className="flex flex-col gap-3">
            <h2 className="font-bold font-display text-3xl tracking-tight">{title}</h2>
            <dl className="grid grid-cols-2 gap-3 md:grid-cols-3">
              {tiles.map((tile) => (
                <FigureTile key={tile.label} tile={tile} alert={alertOf(tile, metrics.alerts)} />
              ))}
            </dl>
          </section>
        ))}
        <HistoryCharts initial={samples} metrics={metrics} />
        <FiguresTables metrics={metrics} />
      </div>
    </div>
  );
}
