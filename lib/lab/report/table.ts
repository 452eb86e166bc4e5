import type { Row } from "#lib/lab/runs/schema.ts";
import { splitCamelCase } from "./format.ts";

/** Result tables, for pages and terminals. */

const HEADINGS: Readonly<Record<string, string>> = {
  mode: "method",
  mean: "mean ms",
  p50: "p50 ms",
  p95: "p95 ms",
  p99: "p99 ms",
  p999: "p99.9 ms",
  max: "max ms",
  ratioRange: "ratio range",
  redisPerSecond: "Redis /s",
  redisRange: "Redis range",
  redisP50: "Redis p50 ms",
  redisP99: "Redis p99 ms",
  postgresPerSecond: "PostgreSQL /s",
  postgresRange: "PostgreSQL range",
  postgresP50: "PostgreSQL p50 ms",
  postgresP99: "PostgreSQL p99 ms",
};

/** The heading of a column, with its unit. */
export function headingOf(column: string): string {
  return HEADINGS[column] ?? splitCamelCase(column);
}

/** Whether a column holds words and is aligned left; numbers, with or without units, are aligned right. */
export function isTextColumn(rows: readonly Row[], column: string): boolean {
  return rows.some((row) => typeof row[column] === "string" && !/^[-\d]/.test(row[column]));
}

/** The columns of a table in order, except that the first column with words, which names the rows, comes first. */
export function columnsOf(rows: readonly Row[]): string[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const name = columns.find((column) => isTextColumn(rows, column));
  return name ? [name, ...columns.filter((column) => column !== name)] : columns;
}
