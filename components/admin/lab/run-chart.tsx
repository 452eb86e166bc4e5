"use client";

import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { skipPreparation } from "#lib/lab/report/summary.ts";
import type { Sample } from "#lib/lab/runs/schema.ts";
import { makeOptions } from "./chart-options.ts";

const HEIGHT = 300;

interface RunChartProps {
  samples: readonly Sample[];
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

/** Operations per second and p99, without the preparation. The page shows the same data as text and as a table. */
export function RunChart({ samples }: RunChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const latest = useRef(samples);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const draw = () => {
      chart.current?.destroy();
      chart.current = new uPlot(makeOptions(element, HEIGHT), toData(latest.current), element);
    };
    draw();
    const resize = new ResizeObserver(() => chart.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    return () => {
      scheme.removeEventListener("change", draw);
      resize.disconnect();
      chart.current?.destroy();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    latest.current = samples;
    chart.current?.setData(toData(samples));
  }, [samples]);
  return <div ref={frame} aria-hidden="true" className="figures min-h-[340px] w-full min-w-0 [&_.uplot]:font-mono!" />;
}
