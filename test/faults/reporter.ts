import type { Reporter, TestModule } from "vitest/node";
import type { FaultResult } from "./result.ts";

const COLUMNS = ["fault", "times", "replies", "slowest", "outage", "lost", "doubled", "recovery"];

const milliseconds = (value: number | undefined) => (value === undefined ? "" : `${Math.round(value)} ms`);
const counts = (value: Readonly<Record<string, number>> | undefined) =>
  Object.entries(value ?? {})
    .map(([what, count]) => `${what}: ${count}`)
    .join(", ");

function cellsOf(row: FaultResult): string[] {
  const { fault, times, replies, slowestMs, outageMs, lost, doubled, recoveryMs } = row;
  return [
    fault,
    String(times),
    counts(replies),
    milliseconds(slowestMs),
    milliseconds(outageMs),
    counts(lost),
    doubled === undefined ? "" : String(doubled),
    milliseconds(recoveryMs),
  ];
}

/** Prints the table of `npm run test:faults`: what each fault did, as its test has measured it. */
export default class FaultReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>): void {
    const rows = modules.flatMap((module) =>
      [...module.children.allTests()].flatMap((test) => (test.meta().faults ?? []).map(cellsOf)),
    );
    const widths = COLUMNS.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
    const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
    const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
    console.log(["", line(COLUMNS), rule, ...rows.map(line), ""].join("\n"));
  }
}
