import { csvCell } from "#lib/csv.ts";
import type { PublicRun } from "#lib/lab/runs/run.ts";
import type { Sample } from "#lib/lab/runs/schema.ts";

const COLUMNS = [
  "at",
  "ops",
  "p50",
  "p99",
  "errors",
  "progress",
  "left",
  "serverOps",
  "memory",
  "warmUp",
  "phase",
] as const satisfies (keyof Sample)[];

function field(value: string | number | boolean | null): string {
  return typeof value === "string" ? csvCell(value) : String(value ?? "");
}

/**
 * Samples as CSV with a header line; lines end in CR LF. The run, what it reached and its environment are columns with
 * the same values on each line, so that the table stays one that any program opens, and tables of several runs can be
 * put together.
 */
export function samplesToCsv({ id, kind, result, environment }: PublicRun, samples: readonly Sample[]): string {
  const { target = null, achieved = null, verdict = null } = result ?? {};
  const fixed = { run: id, kind, target, achieved, verdict, ...environment };
  const values = Object.values(fixed).map(field);
  const lines = samples.map((sample) => [...COLUMNS.map((column) => field(sample[column])), ...values].join(","));
  return [[...COLUMNS, ...Object.keys(fixed)].join(","), ...lines, ""].join("\r\n");
}
