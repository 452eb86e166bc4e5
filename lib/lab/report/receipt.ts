import type { LatencyMs, Row, Run } from "#lib/lab/runs/schema.ts";
import { labelOf, printFigure } from "./figures.ts";
import { cell, number } from "./format.ts";
import { howFar } from "./outcome.ts";
import { columnsOf, headOf, isText } from "./table.ts";

/** A finished run as a till receipt of text, for terminals and downloads. */

const WIDTH = 64;

/** A label and a figure, with dots between them. */
function line(label: string, value: string): string {
  return `${label} ${".".repeat(Math.max(3, WIDTH - label.length - value.length - 2))} ${value}`;
}

/** Rows under the names of their columns; figures stand to the right. */
export function formatTable(rows: readonly Row[]): string[] {
  const columns = columnsOf(rows);
  const texts = [columns.map(headOf), ...rows.map((row) => columns.map((column) => cell(row[column])))];
  const widths = columns.map((_, i) => Math.max(...texts.map((text) => (text[i] ?? "").length)));
  const isNumber = columns.map((column) => !isText(rows, column));
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

/** The whole receipt of a run that has ended. */
export function formatReceipt(run: Run): string {
  const { result } = run;
  const params = Object.entries(run.params).filter(([, value]) => value !== undefined);
  const figure = (label: string, value: number | undefined) =>
    value === undefined ? [] : [line(label, number(value))];
  return [
    "=".repeat(WIDTH),
    `${run.kind.toUpperCase()}  ${params.map(([name, value]) => `${name} ${String(value)}`).join(", ")}`,
    "-".repeat(WIDTH),
    ...figure("target", result?.target),
    ...figure("achieved", result?.achieved),
    ...(result?.successRate === undefined ? [] : [line("success rate", `${(result.successRate * 100).toFixed(2)} %`)]),
    ...figure("operations a second", result?.opsPerSecond),
    ...(result?.latencyMs ? latencyLines(result.latencyMs) : []),
    ...Object.entries(result?.figures ?? {}).map(([name, value]) => line(labelOf(name), printFigure(name, value))),
    ...(result?.first ? [line("first", result.first.join(", "))] : []),
    ...(result?.verified === undefined ? [] : [line("verified", result.verified ? "yes" : "NO")]),
    ...(result?.table ? ["", ...formatTable(result.table)] : []),
    "-".repeat(WIDTH),
    result
      ? `${result.ok ? "OK" : "NOT OK"}  ${result.verdict}`
      : `${run.state.toUpperCase()}  ${run.error ?? howFar(run).flat().join(" ")}`.trim(),
    "=".repeat(WIDTH),
  ].join("\n");
}
