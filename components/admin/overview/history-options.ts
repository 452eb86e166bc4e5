import type uPlot from "uplot";
import type { SampleField } from "#lib/metrics/schema.ts";

/** A line of a chart: which figure, what it is called, and its unit. */
export interface Line {
  field: SampleField;
  label: string;
  unit: string;
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

const format = (value: number | null | undefined, unit: string) =>
  value == null ? "–" : `${compact.format(value)}${unit}`;

/** Options of a chart with a line on each side, in the colours of the page. */
export function makeHistoryOptions(
  element: HTMLElement,
  { left, right, seconds }: { left: Line; right: Line; seconds: number },
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--soft"),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1 },
  };
  const values =
    (unit: string): uPlot.Axis.DynamicValues =>
    (_, splits) =>
      splits.map((split) => format(split, unit));
  const range: uPlot.Scale.Range = (_, __, max) => [0, (max || 1) * 1.15];
  const time: uPlot.Series.Value = (_, at) =>
    at === null ? "" : new Date(at * 1000).toISOString().slice("2026-05-04T".length, -".000Z".length);
  const series = (line: Line, scale: string, stroke: string, dash?: number[]): uPlot.Series => ({
    ...{ label: line.label, scale, stroke, width: 2, points: { show: false }, spanGaps: false },
    ...(dash && { dash }),
    value: (_, value) => format(value, line.unit),
  });
  return {
    width: element.clientWidth,
    height: 220,
    cursor: { y: false },
    legend: { live: true },
    scales: {
      x: {
        time: true,
        // As long as it is chosen, also when there are fewer samples yet.
        range: (_, __, max) => [(max ?? 0) - seconds, max ?? 0],
      },
      left: { range },
      right: { range },
    },
    series: [
      { label: "UTC", value: time },
      series(left, "left", colour("--ink")),
      series(right, "right", colour("--accent-text"), [6, 4]),
    ],
    axes: [
      {
        ...axis,
        space: 80,
        values: (_, splits) => splits.map((at) => new Date(at * 1000).toISOString().slice(11, seconds > 600 ? 16 : 19)),
      },
      { ...axis, scale: "left", size: 64, values: values(left.unit) },
      { ...axis, scale: "right", side: 1, size: 68, grid: { show: false }, values: values(right.unit) },
    ],
  };
}
