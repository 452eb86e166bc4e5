"use client";

import { useCallback, useEffect, useMemo, useRef } from "react";
import type uPlot from "uplot";
import { TimeChart } from "#components/admin/chart/time-chart.tsx";
import { type ChartLimits, skipPreparation, warmUpOf } from "#lib/lab/report/summary.ts";
import type { Sample } from "#lib/lab/runs/schema.ts";
import { makeOptions } from "./chart-options.ts";

const HEIGHT = 300;

interface RunChartProps {
  samples: readonly Sample[];
  /** The highest values of the scales, where charts are compared; its own unless given. */
  limits?: ChartLimits | undefined;
}

function toData(all: readonly Sample[]): uPlot.AlignedData {
  const { samples } = skipPreparation(all);
  return [
    samples.map((sample) => sample.at / 1000),
    samples.map((sample) => sample.ops),
    // A sample without operations has no latency: the line has a gap there.
    samples.map((sample) => (sample.p99 > 0 ? sample.p99 : null)),
  ];
}

/**
 * Operations per second and p99, without the preparation, the warm-up shaded. The page shows the same data as text and
 * as a table.
 */
export function RunChart({ samples, limits }: RunChartProps) {
  const latest = useRef(samples);
  useEffect(() => {
    latest.current = samples;
  }, [samples]);
  const options = useCallback(
    (element: HTMLElement) => makeOptions(element, { height: HEIGHT, limits, warmUp: () => warmUpOf(latest.current) }),
    [limits],
  );
  const data = useMemo(() => toData(samples), [samples]);
  return <TimeChart data={data} makeOptions={options} className="min-h-[340px]" />;
}
