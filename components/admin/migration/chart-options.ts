import type uPlot from "uplot";
import type { MigrationSample } from "./use-migration-history.ts";

/** A line of a chart. */
export interface ChartLine {
  field: Exclude<keyof MigrationSample, "at">;
  label: string;
  /** a custom property of the page with its colour */
  colour: "--ink" | "--accent-text";
  dash?: number[];
}

interface ChartSetting {
  lines: readonly ChartLine[];
  unit: string;
  seconds: number;
  /** the end of the scale; a bit above the highest value unless given */
  top?: number | undefined;
  /** the least end of the scale, where none is given */
  least?: number | undefined;
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** Options of a chart whose lines have one scale, in the colours of the page. */
export function makeMigrationOptions(
  element: HTMLElement,
  { lines, unit, seconds, top, least = 1 }: ChartSetting,
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const format = (value: number | null | undefined) => (value == null ? "–" : `${compact.format(value)}${unit}`);
  const timeOf = (at: number) => new Date(at * 1000).toISOString().slice("2026-05-04T".length, -".000Z".length);
  const axis = {
    stroke: colour("--soft"),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1 },
  };
  return {
    width: element.clientWidth,
    height: 220,
    cursor: { y: false },
    legend: { live: true, markers: { dash: (_, i) => (lines[i - 1]?.dash ? "dashed" : "solid") } },
    scales: {
      x: {
        time: true,
        range: (_, min, max) => [Math.max(min ?? 0, (max ?? 0) - seconds, 0), Math.max(max ?? 0, (min ?? 0) + 60)],
      },
      y: { range: (_, __, max) => [0, top ?? Math.max(least, max || 0) * 1.15] },
    },
    series: [
      { label: "UTC", value: (_, at) => (at === null ? "" : timeOf(at)) },
      ...lines.map(
        ({ label, colour: name, dash }): uPlot.Series => ({
          ...{ label, scale: "y", stroke: colour(name), width: 2, points: { show: false }, spanGaps: false },
          ...(dash && { dash }),
          value: (_, value) => format(value),
        }),
      ),
    ],
    axes: [
      { ...axis, space: 80, values: (_, splits) => splits.map(timeOf) },
      { ...axis, scale: "y", size: 64, values: (_, splits) => splits.map(format) },
    ],
  };
}
