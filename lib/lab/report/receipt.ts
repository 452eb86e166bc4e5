import type { PublicRun } from "#lib/lab/runs/run.ts";
import type { LatencyMs, Row } from "#lib/lab/runs/schema.ts";
import { describeOutcome } from "./describe-run.ts";
import { formatFigure, labelOf } from "./figures.ts";
import { formatNumber, formatValue } from "./format.ts";
import { columnsOf, headingOf, isTextColumn } from "./table.ts";

/** A finished run as plain text in the form of a receipt, for terminals. */

const WIDTH = 64;

/** A label and a value, with dots in between. */
function line(label: string, value: string): string {
  return `${label} ${".".repeat(Math.max(3, WIDTH - label.length - value.length - 2))} ${value}`;
}

/** Rows below the headings of their columns; numbers are aligned right. */
export function formatTable(rows: readonly Row[]): string[] {
  const columns = columnsOf(rows);
  const texts = [columns.map(headingOf), ...rows.map((row) => columns.map((column) => formatValue(row[column])))];
  const widths = columns.map((_, i) => Math.max(...texts.map((text) => (text[i] ?? "").length)));
  const isNumber = columns.map((column) => !isTextColumn(rows, column));
  return texts.map((text) =>
    text
      .map((value, i) => (isNumber[i] ? value.padStart(widths[i] ?? 0) : value.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

function latencyLines(latency: LatencyMs): string[] {
  return Object.entries(latency).map(([name, ms]) => line(name, `${ms.toFixed(3)} ms`));
}

/** The receipt of a run that has ended. */
export function formatReceipt(run: PublicRun): string {
  const { result } = run;
  const params = Object.entries(run.params).filter(([, value]) => value !== undefined);
  const figure = (label: string, value: number | undefined) =>
    value === undefined ? [] : [line(label, formatNumber(value))];
  const status = result ? (result.ok ? "OK" : "NOT OK") : run.state.toUpperCase();
  return [
    "=".repeat(WIDTH),
    `${run.kind.toUpperCase()}  ${params.map(([name, value]) => `${name} ${String(value)}`).join(", ")}`,
    "-".repeat(WIDTH),
    ...figure("target", result?.target),
    ...figure("achieved", result?.achieved),
    ...(result?.successRate === undefined
      ? []
      : [line(labelOf("successRate"), formatFigure("successRate", result.successRate))]),
    ...figure(labelOf("opsPerSecond"), result?.opsPerSecond),
    ...(result?.latencyMs ? latencyLines(result.latencyMs) : []),
    ...Object.entries(result?.figures ?? {}).map(([name, value]) => line(labelOf(name), formatFigure(name, value))),
    ...(result?.first ? [line("first values", result.first.join(", "))] : []),
    ...(result?.verified === undefined ? [] : [line("verified", result.verified ? "yes" : "NO")]),
    ...(result?.table ? ["", ...formatTable(result.table)] : []),
    "-".repeat(WIDTH),
    `${status}  ${describeOutcome(run)}`.trim(),
    "=".repeat(WIDTH),
  ].join("\n");
}
