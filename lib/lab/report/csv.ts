import type { Sample } from "#lib/lab/runs/schema.ts";

const COLUMNS = ["at", "ops", "p50", "p99", "errors", "progress", "left", "serverOps", "memory", "phase"] as const;

/** A field as in RFC 4180. Text that a spreadsheet would run as a formula is prefixed with an apostrophe. */
function field(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Samples as CSV with a header line; lines end in CR LF. */
export function samplesToCsv(samples: readonly Sample[]): string {
  const lines = samples.map((sample) => COLUMNS.map((column) => field(sample[column])).join(","));
  return [COLUMNS.join(","), ...lines, ""].join("\r\n");
}
