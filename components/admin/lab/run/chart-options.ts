import type uPlot from "uplot";
import type { ChartLimits, Span } from "#lib/lab/report/summary.ts";

const compact = new Intl.NumberFormat("en", { notation: "compact" });
const exact = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** Values without neighbours: no line goes through them, so they need a point to be visible. */
function findIsolated({ data }: uPlot, series: number): number[] {
  const values = data[series] ?? [];
  return Array.from(values.keys()).filter((i) => values[i] != null && values[i - 1] == null && values[i + 1] == null);
}

/** The value under the pointer, or the highest one if there is no pointer, as on a touch screen. */
const formatValue =
  (unit: string) =>
  ({ data }: uPlot, value: number | null, series: number): string => {
    if (value !== null) return `${exact.format(value)}${unit}`;
    const known = (data[series] ?? []).filter((each) => each != null);
    return known.length > 0 ? `${exact.format(Math.max(...known))}${unit} at most` : "";
  };

/** The second under the pointer, or the range of the chart if there is no pointer. */
function formatSecond({ data: [seconds] }: uPlot, value: number | null): string {
  if (value !== null) return exact.format(value);
  return [seconds.at(0), seconds.at(-1)].flatMap((each) => (each === undefined ? [] : exact.format(each))).join(" to ");
}

/** Shades the warm-up behind the lines. */
function shadeWarmUp(chart: uPlot, warmUp: Span | null, style: CSSStyleDeclaration): void {
  const { ctx, bbox } = chart;
  if (!warmUp) return;
  const inside = (ms: number) =>
    Math.min(bbox.left + bbox.width, Math.max(bbox.left, chart.valToPos(ms / 1000, "x", true)));
  const [left, right] = [inside(warmUp.from), inside(warmUp.to)];
  ctx.save();
  ctx.fillStyle = style.getPropertyValue("--line").trim();
  ctx.globalAlpha = 0.55;
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.globalAlpha = 1;
  ctx.fillStyle = style.getPropertyValue("--soft").trim();
  ctx.font = `${Math.round(12 * devicePixelRatio)}px ${style.fontFamily}`;
  ctx.textBaseline = "top";
  const margin = 6 * devicePixelRatio;
  if (ctx.measureText("warm-up").width + 2 * margin < right - left) {
    ctx.fillText("warm-up", left + margin, bbox.top + margin);
  }
  ctx.restore();
}

interface ChartSettings {
  height: number;
  limits: ChartLimits | undefined;
  warmUp: () => Span | null;
}

/** Chart options with the colours and the font of the page, which differ between light and dark mode. */
export function makeOptions(element: HTMLElement, { height, limits, warmUp }: ChartSettings): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--soft"),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1 },
  };
  const line = { width: 2, points: { size: 6, show: true, filter: findIsolated } };
  return {
    width: element.clientWidth,
    height,
    cursor: { y: false },
    legend: { live: true },
    hooks: { drawClear: [(chart) => shadeWarmUp(chart, warmUp(), style)] },
    scales: {
      x: { time: false },
      ops: { range: (_, __, max) => [0, (limits?.ops || max || 1) * 1.1] },
      ms: { range: (_, __, max) => [0, (limits?.ms || max || 1) * 1.2] },
    },
    series: [
      { label: "second", value: formatSecond },
      { ...line, label: "ops", scale: "ops", stroke: colour("--ink"), value: formatValue("/s") },
      {
        ...line,
        label: "p99",
        scale: "ms",
        stroke: colour("--accent-text"),
        dash: [6, 4],
        value: formatValue(" ms"),
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
