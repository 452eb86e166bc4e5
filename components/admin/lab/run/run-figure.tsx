"use client";

import { type ChartLimits, summariseSamples } from "#lib/lab/report/summary.ts";
import type { Sample } from "#lib/lab/runs/schema.ts";
import { RunChart } from "./run-chart.tsx";

interface RunFigureProps {
  samples: readonly Sample[];
  /** The highest values of the scales, where charts are compared. */
  limits?: ChartLimits;
}

/** The chart of a run, and the same in words. */
export function RunFigure({ samples, limits }: RunFigureProps) {
  return (
    <figure className="min-w-0 rounded-2xl border-[1.5px] border-line bg-raised p-3 sm:p-5">
      <RunChart samples={samples} limits={limits} />
      <figcaption className="mt-3 text-soft">{summariseSamples(samples)}</figcaption>
    </figure>
  );
}
