import type { Row } from "#lib/lab/runs/schema.ts";

/** How the names and values of a result are shown. */

/** 1234.5678 → "1,234.568". */
export function formatNumber(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 3 });
}

/** 6000 → "6,000/s". */
export function formatRate(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString("en")}/s`;
}

/** A value in a table. */
export function formatValue(value: Row[string] | undefined): string {
  if (value === null || value === undefined) return "-";
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value;
}

/** Whether a claim holds, in words. */
export function holdsText(holds: boolean | null): string {
  if (holds === null) return "not tried";
  return holds ? "holds" : "does not hold";
}

/** "replicationMs" → "replication ms". */
export function splitCamelCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

/** Milliseconds with as many digits as are significant: "0.912 ms", "12.4 ms", "1,204 ms". */
export function formatMilliseconds(ms: number): string {
  const digits = ms < 1 ? 3 : ms < 100 ? 1 : 0;
  return `${ms.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ms`;
}

/** An ISO 8601 time → "2026-01-01 12:00:00 UTC". */
export function formatUtc(iso: string): string {
  return `${iso.slice(0, 19).replace("T", " ")} UTC`;
}
