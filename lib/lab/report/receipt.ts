import type { PublicRun } from "#lib/lab/runs/run.ts";
import type { JudgedClaim, LatencyMs, Row } from "#lib/lab/runs/schema.ts";
import { describeOutcome, stopLines, verdictOf } from "./describe-run.ts";
import { busyWarning, environmentLines } from "./environment.ts";
import { formatFigure, labelOf } from "./figures.ts";
import { formatNumber, formatValue, holdsText } from "./format.ts";
import { describeParams } from "./params.ts";
import { columnsOf, headingOf, isTextColumn } from "./table.ts";

/** A finished run as plain text in the form of a receipt, for terminals. */

const WIDTH = 64;
const RULE = "-".repeat(WIDTH);

/** Breaks a text between words into lines of the width of the receipt, indented. */
function wrap(text: string): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last.length + word.length + 3 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.map((each) => `  ${each}`);
}

/** A label and a value, with dots in between; a value that does not fit is below its label. */
function line(label: string, value: string): string {
  const dots = WIDTH - label.length - value.length - 2;
  if (dots < 3) return [label, ...wrap(value)].join("\n");
  return `${label} ${".".repeat(dots)} ${value}`;
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
  return Object.entries(latency).map(([name, ms]) => line(labelOf(name), `${ms.toFixed(3)} ms`));
}

/** The claims of the documents, each with what was measured and whether it holds. */
function claimLines(claims: readonly JudgedClaim[]): string[] {
  const rows = claims.map(({ claim, measured, holds }) => ({
    "the documents": claim,
    measured,
    holds: holdsText(holds),
  }));
  return rows.length > 0 ? ["", ...formatTable(rows)] : [];
}

function environmentSection({ environment }: PublicRun): string[] {
  if (!environment) return [];
  const warning = busyWarning(environment);
  return [
    RULE,
    ...environmentLines(environment).map(([label, value]) => line(label, value)),
    ...(warning ? [`BUSY  ${warning}`] : []),
  ];
}

/** The receipt of a run that has ended. */
export function formatReceipt(run: PublicRun): string {
  const { result } = run;
  const figure = (label: string, value: number | undefined) =>
    value === undefined ? [] : [line(label, formatNumber(value))];
  return [
    "=".repeat(WIDTH),
    `${run.kind.toUpperCase()}  ${describeParams(run)}`,
    RULE,
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
    ...stopLines(run).map(([label, value]) => line(label, value)),
    ...(result?.table ? ["", ...formatTable(result.table)] : []),
    ...claimLines(result?.claims ?? []),
    ...environmentSection(run),
    RULE,
    `${verdictOf(run).toUpperCase()}${result?.partial ? ", PARTIAL" : ""}  ${describeOutcome(run)}`.trim(),
    "=".repeat(WIDTH),
  ].join("\n");
}
