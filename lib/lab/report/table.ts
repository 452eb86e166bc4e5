import type { Row } from "#lib/lab/runs/schema.ts";
import { words } from "./format.ts";

/** Tables of results, for pages and for terminals. */

const HEADS: Readonly<Record<string, string>> = {
  mean: "mean ms",
  p50: "p50 ms",
  p95: "p95 ms",
  p99: "p99 ms",
  max: "max ms",
  redisPerSecond: "Redis /s",
  redisP50: "Redis p50 ms",
  redisP99: "Redis p99 ms",
  postgresPerSecond: "PostgreSQL /s",
  postgresP50: "PostgreSQL p50 ms",
  postgresP99: "PostgreSQL p99 ms",
  ratio: "times as much",
  claim: "claimed",
};

/** What stands above a column, with its unit. */
export function headOf(column: string): string {
  return HEADS[column] ?? words(column);
}

/** Whether the column holds words; figures, with units or without, stand to the right. */
export function isText(rows: readonly Row[], column: string): boolean {
  return rows.some((row) => typeof row[column] === "string" && !/^[-\d]/.test(row[column]));
}

/** The columns of a table in their order; what names the rows comes first. */
export function columnsOf(rows: readonly Row[]): string[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const name = columns.find((column) => isText(rows, column));
  return name ? [name, ...columns.filter((column) => column !== name)] : columns;
}
