"use client";

import clsx from "clsx";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

interface TimeChartProps {
  data: uPlot.AlignedData;
  /** Options with the colours of the page. Another function draws the chart anew. */
  makeOptions: (element: HTMLElement) => uPlot.Options;
  className?: string;
}

/** Lines over time. It is drawn anew when the page changes between light and dark. The page has the same as text. */
export function TimeChart({ data, makeOptions, className }: TimeChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const latest = useRef(data);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const draw = () => {
      chart.current?.destroy();
      chart.current = new uPlot(makeOptions(element), latest.current, element);
    };
    draw();
    const fit = () => chart.current?.setSize({ width: element.clientWidth, height: chart.current.height });
    const resize = new ResizeObserver(fit);
    resize.observe(element);
    const schemes = [matchMedia("(prefers-color-scheme: dark)"), matchMedia("(forced-colors: active)")];
    for (const scheme of schemes) scheme.addEventListener("change", draw);
    return () => {
      for (const scheme of schemes) scheme.removeEventListener("change", draw);
      resize.disconnect();
      chart.current?.destroy();
      chart.current = null;
    };
  }, [makeOptions]);
  useEffect(() => {
    latest.current = data;
    chart.current?.setData(data);
  }, [data]);
  return (
    <div ref={frame} aria-hidden="true" className={clsx("figures w-full min-w-0 [&_.uplot]:font-mono!", className)} />
  );
}
