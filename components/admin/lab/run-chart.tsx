"use client";

import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Sample } from "#lib/lab/schema.ts";

const HEIGHT = 300;

interface RunChartProps {
  samples: readonly Sample[];
}

function toData(samples: readonly Sample[]): uPlot.AlignedData {
  return [
    samples.map((sample) => sample.at / 1000),
    samples.map((sample) => sample.ops),
    // A moment without operations has no latency: the line is broken there.
    samples.map((sample) => (sample.p99 > 0 ? sample.p99 : null)),
  ];
}

/** The colours and the font of the page, which change with light and dark. */
function makeOptions(element: HTMLElement): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--soft"),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1 },
  };
  const compact = new Intl.NumberFormat("en", { notation: "compact" });
  return {
    width: element.clientWidth,
    height: HEIGHT,
    cursor: { y: false },
    legend: { live: true },
    scales: {
      x: { time: false },
      ops: { range: (_, __, max) => [0, (max || 1) * 1.1] },
      ms: { range: (_, __, max) => [0, (max || 1) * 1.2] },
    },
    series: [
      { label: "seconds" },
      { label: "ops/s", scale: "ops", stroke: colour("--ink"), width: 2, points: { show: false } },
      {
        label: "p99 ms",
        scale: "ms",
        stroke: colour("--accent-text"),
        width: 2,
        dash: [6, 4],
        points: { show: false },
      },
    ],
    axes: [
      { ...axis, values: (_, splits) => splits.map((split) => `${split} s`) },
      { ...axis, scale: "ops", size: 56, values: (_, splits) => splits.map((split) => compact.format(split)) },
      {
        ...axis,
        scale: "ms",
        side: 1,
        size: 64,
        grid: { show: false },
        values: (_, splits) => splits.map((split) => `${compact.format(split)} ms`),
      },
    ],
  };
}

/** Operations a second and p99 over the time of a run. Its text and its table stand beside it. */
export function RunChart({ samples }: RunChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const latest = useRef(samples);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const draw = () => {
      chart.current?.destroy();
      chart.current = new uPlot(makeOptions(element), toData(latest.current), element);
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
