import { expect, test } from "vitest";
import type { PublicRun } from "#lib/lab/runs/run.ts";
import { exampleRun } from "#test/lab-examples.ts";
import { compareRuns } from "./compare-runs.ts";
import { describeRun, stopLines } from "./describe-run.ts";
import { formatFigure, labelOf } from "./figures.ts";
import { formatReceipt, formatTable } from "./receipt.ts";
import { columnsOf } from "./table.ts";

/** Results as people read them. */

const run = (startedAt: string, opsPerSecond: number): PublicRun => ({
  ...exampleRun,
  startedAt,
  finishedAt: "2026-01-01T00:00:30.000Z",
  result: { ok: true, verdict: "held", successRate: 0.9999, opsPerSecond },
});
const older = run("2026-01-01T00:00:00.000Z", 1000);
const newer = run("2026-01-01T00:00:20.000Z", 1500);

test("two runs: the older one first in either order, columns by kind and time, rates as percentages", () => {
  const rows = compareRuns(newer, older);
  expect(rows).toEqual(compareRuns(older, newer));
  const [before, after] = ["load 1 Jan 00:00:00", "load 1 Jan 00:00:20"];
  expect(rows).toEqual([
    { figure: "success rate", [before]: "99.99 %", [after]: "99.99 %", "newer ÷ older": 1 },
    { figure: "operations per second", [before]: "1,000", [after]: "1,500", "newer ÷ older": 1.5 },
  ]);
});

test("the column that names the rows comes first, figures have units and are aligned right", () => {
  const rows = [{ mean: 2.185, p50: 1.7, step: "product", count: 1500, memory: "1.2 MB" }];
  expect(columnsOf(rows)).toEqual(["step", "mean", "p50", "count", "memory"]);
  expect(formatTable(rows)).toEqual([
    "step     mean ms  p50 ms  count  memory",
    "product    2.185     1.7  1,500  1.2 MB",
  ]);
});

test("figures have labels and units", () => {
  expect([labelOf("memorySaved"), formatFigure("memorySaved", -0.13)]).toEqual(["memory saved by Redis", "-13 %"]);
  expect(formatFigure("ratio", 3.9)).toBe("3.9 times");
  expect([labelOf("writeSeconds"), formatFigure("writeSeconds", 0.84)]).toEqual(["write time", "0.84 s"]);
  expect([labelOf("highestRate"), formatFigure("highestRate", 1563)]).toEqual(["highest rate that held", "1,563/s"]);
  expect([labelOf("throughputClaimHolds"), formatFigure("throughputClaimHolds", false)]).toEqual([
    "throughput claim holds",
    "no",
  ]);
  expect([labelOf("notKnownYet"), formatFigure("notKnownYet", null)]).toEqual(["not known yet", "-"]);
});

test("a cancelled run says where it stopped", () => {
  const cancelled: PublicRun = { ...newer, state: "cancelled", progress: 0.456, result: null };
  expect(stopLines(cancelled)).toEqual([
    ["stopped at", "45 %"],
    ["after", "10.0 s"],
  ]);
  expect(describeRun(cancelled)).toBe("cancelled, stopped at 45 % after 10.0 s");
  expect(stopLines(older)).toEqual([]);
  expect(describeRun(older)).toBe("held");
  expect(describeRun({ ...cancelled, state: "running", finishedAt: null })).toBe("running");
});

test("the receipt of a run", () => {
  const receipt = formatReceipt(exampleRun);
  expect(receipt).toContain("LOAD  rate 6000, seconds 10");
  expect(receipt).toMatch(/target \.+ 6,000/);
  expect(receipt).toContain("OK  6,000/s held, p99 0.9 ms");
});
