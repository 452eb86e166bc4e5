"use client";

import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
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
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const latest = useRef(samples);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const draw = () => {
      chart.current?.destroy();
      const options = makeOptions(element, { height: HEIGHT, limits, warmUp: () => warmUpOf(latest.current) });
      chart.current = new uPlot(options, toData(latest.current), element);
    };
    draw();
    const resize = new ResizeObserver(() => chart.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    const schemes = [matchMedia("(prefers-color-scheme: dark)"), matchMedia("(forced-colors: active)")];
    for (const scheme of schemes) scheme.addEventListener("change", draw);
    return () => {
      for (const scheme of schemes) scheme.removeEventListener("change", draw);
      resize.disconnect();
      chart.current?.destroy();
      chart.current = null;
    };
  }, [limits]);
  useEffect(() => {
    latest.current = samples;
    chart.current?.setData(toData(samples));
  }, [samples]);
  return <div ref={frame} aria-hidden="true" className="figures min-h-[340px] w-full min-w-0 [&_.uplot]:font-mono!" />;
}
