import type { PublicRun } from "#lib/lab/runs/run.ts";
import { formatFigure, labelOf } from "./figures.ts";
import { DEFAULT_LIMIT_MS } from "./verdict.ts";

/** A search starts at its rate, uses the default limit where none is given, and has steps of its own length. */
function searchParams({ findLimit, rate, seconds: _, limitMs, ...rest }: PublicRun["params"]): PublicRun["params"] {
  const usualMs = DEFAULT_LIMIT_MS[rest.via === "http" ? "http" : "redis"];
  return { findLimit, startRate: rate, limitMs: limitMs ?? usualMs, ...rest };
}

/** The parameters that a run uses, as labels and values; those that are off are left out. */
export function shownParams({ kind, params }: Pick<PublicRun, "kind" | "params">): [label: string, value: string][] {
  const used = kind === "load" && params.findLimit === true ? searchParams(params) : params;
  return Object.entries(used).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || value === false) return [];
    const shown = typeof value === "number" || typeof value === "boolean" ? value : String(value);
    return [[labelOf(name), formatFigure(name, shown)]];
  });
}

/** The parameters that a run uses, in one line: "rate 6,000, duration 10 s". */
export function describeParams(run: Pick<PublicRun, "kind" | "params">): string {
  return shownParams(run)
    .map(([label, value]) => `${label} ${value}`)
    .join(", ");
}
