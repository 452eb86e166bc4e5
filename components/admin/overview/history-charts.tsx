"use client";

import clsx from "clsx";
import { useCallback, useMemo, useState } from "react";
import type uPlot from "uplot";
import { TimeChart } from "#components/admin/chart/time-chart.tsx";
import { TextTable } from "#components/admin/layout/text-table.tsx";
import { formatBytes } from "#lib/bytes.ts";
import type { Metrics, MetricsSample } from "#lib/metrics/schema.ts";
import { type Line, makeHistoryOptions } from "./history-options.ts";
import { formatMs, formatNumber, timeOf } from "./tiles.ts";
import { useHistory } from "./use-history.ts";

const CHARTS: readonly { title: string; left: Line; right: Line }[] = [
  {
    title: "Page views and sessions",
    left: { field: "pageViewsPerSecond", label: "page views", unit: "/s" },
    right: { field: "sessions", label: "sessions", unit: "" },
  },
  {
    title: "Requests and p99",
    left: { field: "requestsPerSecond", label: "requests", unit: "/s" },
    right: { field: "p99", label: "p99", unit: " ms" },
  },
  {
    title: "Commands and the wait for Redis",
    left: { field: "commandsPerSecond", label: "commands", unit: "/s" },
    right: { field: "roundTripP99", label: "p99 of a round trip", unit: " ms" },
  },
  {
    title: "Memory and keys of Redis",
    left: { field: "usedMemory", label: "bytes", unit: "B" },
    right: { field: "keys", label: "keys", unit: "" },
  },
];

const SPANS = [
  { minutes: 5, label: "5 minutes" },
  { minutes: 60, label: "1 hour" },
  { minutes: 1440, label: "24 hours" },
] as const;

const TABLE_ROWS = 30;

interface ChartProps {
  title: string;
  left: Line;
  right: Line;
  samples: readonly MetricsSample[];
  minutes: number;
}

function HistoryChart({ title, left, right, samples, minutes }: ChartProps) {
  const makeOptions = useCallback(
    (element: HTMLElement) => makeHistoryOptions(element, { left, right, seconds: minutes * 60 }),
    [left, right, minutes],
  );
  const data = useMemo<uPlot.AlignedData>(
    () => [
      samples.map(({ at }) => Date.parse(at) / 1000),
      samples.map((sample) => sample[left.field]),
      samples.map((sample) => sample[right.field]),
    ],
    [samples, left, right],
  );
  return (
    <figure className="min-w-0 rounded-2xl border-[1.5px] border-line bg-raised p-3 sm:p-4">
      <figcaption className="mb-1 font-semibold">{title}</figcaption>
      <TimeChart data={data} makeOptions={makeOptions} className="min-h-[250px]" />
    </figure>
  );
}

/** The data of the charts, for those who cannot see them: each row is the last sample of its time. */
function HistoryTable({ samples }: { samples: readonly MetricsSample[] }) {
  const step = Math.max(1, Math.ceil(samples.length / TABLE_ROWS));
  const rows = samples.filter((_, i) => (samples.length - 1 - i) % step === 0).reverse();
  const number = (value: number | null) => (value === null ? "–" : formatNumber(value));
  return (
    <details>
      <summary className="min-h-11 cursor-pointer py-2 font-semibold">The charts as a table</summary>
      <TextTable
        caption="Figures over time"
        head={[
          "Time",
          "Page views/s",
          "Requests/s",
          "5xx/s",
          "p50",
          "p99",
          "Commands/s",
          "Redis p99",
          "Memory",
          "Keys",
        ]}
        rows={rows.map((sample) => [
          timeOf(sample.at),
          number(sample.pageViewsPerSecond),
          number(sample.requestsPerSecond),
          number(sample.errorsPerSecond),
          formatMs(sample.p50),
          formatMs(sample.p99),
          number(sample.commandsPerSecond),
          formatMs(sample.roundTripP99),
          sample.usedMemory === null ? "–" : formatBytes(sample.usedMemory),
          number(sample.keys),
        ])}
        more={0}
        isOfFigures
      />
    </details>
  );
}

/** The figures of the last minutes, hour or day as charts and as a table. */
export function HistoryCharts({ initial, metrics }: { initial: readonly MetricsSample[]; metrics: Metrics }) {
  const [minutes, setMinutes] = useState<number>(SPANS[0].minutes);
  const samples = useHistory(initial, minutes, metrics);
  return (
    <section aria-labelledby="history" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="history" className="font-bold font-display text-3xl tracking-tight">
          Over time
        </h2>
        <fieldset className="flex gap-1">
          <legend className="sr-only">How far back</legend>
          {SPANS.map((span) => (
            <button
              key={span.minutes}
              type="button"
              aria-pressed={span.minutes === minutes}
              onClick={() => setMinutes(span.minutes)}
              className={clsx(
                "min-h-11 rounded-full border-[1.5px] px-4 font-semibold",
                span.minutes === minutes ? "border-ink bg-ink text-paper" : "border-edge hover:border-ink",
              )}
            >
              {span.label}
            </button>
          ))}
        </fieldset>
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        {CHARTS.map((chart) => (
          <HistoryChart key={chart.title} {...chart} samples={samples} minutes={minutes} />
        ))}
      </div>
      <HistoryTable samples={samples} />
    </section>
  );
}
