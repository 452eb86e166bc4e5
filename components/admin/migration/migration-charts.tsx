"use client";

import clsx from "clsx";
import { useCallback, useMemo } from "react";
import type uPlot from "uplot";
import { TimeChart } from "#components/admin/chart/time-chart.tsx";
import { TextTable } from "#components/admin/layout/text-table.tsx";
import { formatMs, formatNumber, timeOf } from "#components/admin/overview/tiles.ts";
import { type ChartLine, makeMigrationOptions } from "./chart-options.ts";
import { HISTORY_SECONDS, type MigrationSample } from "./use-migration-history.ts";

interface Chart {
  title: string;
  unit: string;
  lines: readonly ChartLine[];
  top?: number;
  least?: number;
  isWide?: boolean;
}

const SHORT_DASH = [3, 4];

const CHARTS: readonly Chart[] = [
  {
    title: "Latency of reads, by the store that answered",
    unit: " ms",
    isWide: true,
    lines: [
      { field: "sqlP99", label: "PostgreSQL p99", colour: "--ink" },
      { field: "sqlP50", label: "PostgreSQL p50", colour: "--ink", dash: SHORT_DASH },
      { field: "redisP99", label: "Redis p99", colour: "--accent-text" },
      { field: "redisP50", label: "Redis p50", colour: "--accent-text", dash: SHORT_DASH },
    ],
  },
  {
    title: "Reads answered by Redis",
    unit: " %",
    top: 105,
    lines: [
      { field: "asked", label: "asked", colour: "--ink", dash: [6, 4] },
      { field: "seen", label: "measured", colour: "--accent-text" },
    ],
  },
  {
    title: "Changes waiting in the outbox",
    unit: "",
    least: 8,
    lines: [{ field: "outbox", label: "outbox", colour: "--ink" }],
  },
];

const TABLE_ROWS = 30;

function MigrationChart({ chart, samples }: { chart: Chart; samples: readonly MigrationSample[] }) {
  const makeOptions = useCallback(
    (element: HTMLElement) => makeMigrationOptions(element, { ...chart, seconds: HISTORY_SECONDS }),
    [chart],
  );
  const data = useMemo<uPlot.AlignedData>(
    () => [
      samples.map(({ at }) => Date.parse(at) / 1000),
      ...chart.lines.map(({ field }) => samples.map((sample) => sample[field])),
    ],
    [samples, chart],
  );
  return (
    <figure
      className={clsx(
        "min-w-0 rounded-2xl border-[1.5px] border-line bg-raised p-3 sm:p-4",
        chart.isWide && "lg:col-span-2",
      )}
    >
      <figcaption className="mb-1 font-semibold">{chart.title}</figcaption>
      <TimeChart data={data} makeOptions={makeOptions} className="min-h-[250px]" />
    </figure>
  );
}

/** The data of the charts, for those who cannot see them: each row is the last sample of its time. */
function SamplesTable({ samples }: { samples: readonly MigrationSample[] }) {
  const step = Math.max(1, Math.ceil(samples.length / TABLE_ROWS));
  const rows = samples.filter((_, i) => (samples.length - 1 - i) % step === 0).reverse();
  const share = (percent: number) => `${percent.toFixed(1)} %`;
  return (
    <details>
      <summary className="min-h-11 cursor-pointer py-2 font-semibold">The charts as a table</summary>
      <TextTable
        caption="Figures of the migration over time"
        head={["Time", "SQL p50", "SQL p99", "Redis p50", "Redis p99", "Asked", "Measured", "Outbox"]}
        rows={rows.map(({ at, sqlP50, sqlP99, redisP50, redisP99, asked, seen, outbox }) => [
          timeOf(at),
          ...[sqlP50, sqlP99, redisP50, redisP99].map(formatMs),
          ...[asked, seen].map(share),
          formatNumber(outbox),
        ])}
        more={0}
        isOfFigures
      />
    </details>
  );
}

/** The last ten minutes as charts and as a table. They begin when the page is opened: without a script there are none. */
export function MigrationCharts({ samples }: { samples: readonly MigrationSample[] }) {
  if (samples.length === 0) return null;
  return (
    <section aria-labelledby="over-time" className="flex flex-col gap-4">
      <h2 id="over-time" className="font-bold font-display text-3xl tracking-tight">
        Over time
      </h2>
      <p className="text-soft">Since this page was opened, at most the last ten minutes.</p>
      <div className="grid gap-4 lg:grid-cols-2">
        {CHARTS.map((chart) => (
          <MigrationChart key={chart.title} chart={chart} samples={samples} />
        ))}
      </div>
      <SamplesTable samples={samples} />
    </section>
  );
}
