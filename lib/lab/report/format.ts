import type { Row } from "#lib/lab/runs/schema.ts";

/** Names and figures of a result, as people read them. */

/** 1234.5678 → "1,234.568". */
export function number(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 3 });
}

/** A figure of a table. */
export function cell(value: Row[string] | undefined): string {
  if (value === null || value === undefined) return "-";
  if (typeof value === "number") return number(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value;
}

/** "replicationMs" → "replication ms". */
export function words(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

/** Milliseconds with as many digits as are worth reading: "0.912 ms", "12.4 ms", "1,204 ms". */
export function milliseconds(ms: number): string {
  const digits = ms < 1 ? 3 : ms < 100 ? 1 : 0;
  return `${ms.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ms`;
}
