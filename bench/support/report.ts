import type { Spread } from "#lib/spread.ts";
import type { Comparison } from "./measure.ts";

/** A result of a part, to be printed or read by a program. */
export interface Finding {
  title: string;
  /** in one run on one machine; the only figure that can be compared with another machine */
  ratio?: Spread;
  figures: { title: string; value: Spread | number; unit: string }[];
  note?: string;
}

/** A comparison of two benchmarks, in operations per second. */
export function comparisonFinding(
  title: string,
  names: [candidate: string, baseline: string],
  comparison: Comparison,
  note?: string,
): Finding {
  return {
    title,
    ratio: comparison.ratio,
    figures: [
      { title: names[0], value: comparison.candidate, unit: "/s" },
      { title: names[1], value: comparison.baseline, unit: "/s" },
    ],
    ...(note ? { note } : {}),
  };
}

const round = (value: number) =>
  value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toFixed(2).replace(/\.00$/, "");

function formatValue(value: Spread | number): string {
  if (typeof value === "number") return round(value);
  return `${round(value.median)}  (${round(value.min)} to ${round(value.max)})`;
}

/** A finding as text for a terminal. */
export function formatFinding({ title, ratio, figures, note }: Finding): string {
  const width = Math.max(...figures.map((figure) => figure.title.length)) + 2;
  const lines = figures.map((figure) => `  ${figure.title.padEnd(width)}${formatValue(figure.value)} ${figure.unit}`);
  if (ratio) lines.push(`  ${"ratio".padEnd(width)}${formatValue(ratio)}`);
  if (note) lines.push(`  ${note}`);
  return [title, ...lines].join("\n");
}
