import { expect, test } from "vitest";
import type { PublicRun } from "#lib/lab/runs/run.ts";
import { exampleRun } from "#test/lab-examples.ts";
import { compareRuns } from "./compare-runs.ts";
import { describeOutcome, stopLines, verdictOf } from "./describe-run.ts";
import { formatFigure, labelOf } from "./figures.ts";
import { describeParams } from "./params.ts";
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
  expect(formatFigure("ratioLow", 3.9)).toBe("3.9 times");
  expect([labelOf("p999"), formatFigure("p999", 12.345)]).toEqual(["p99.9", "12.3 ms"]);
  expect([labelOf("writeSeconds"), formatFigure("writeSeconds", 0.84)]).toEqual(["write time", "0.84 s"]);
  expect([labelOf("highestRate"), formatFigure("highestRate", 1563)]).toEqual(["highest rate that held", "1,563/s"]);
  expect([labelOf("notKnownYet"), formatFigure("notKnownYet", null)]).toEqual(["not known yet", "-"]);
});

test("a cancelled run says where it stopped", () => {
  const cancelled: PublicRun = { ...newer, state: "cancelled", progress: 0.456, result: null };
  expect(stopLines(cancelled)).toEqual([
    ["stopped at", "45 %"],
    ["after", "10.0 s"],
  ]);
  expect(describeOutcome(cancelled)).toBe("stopped at 45 % after 10.0 s");
  expect(stopLines(older)).toEqual([]);
  expect(describeOutcome(older)).toBe("held");
  expect(describeOutcome({ ...cancelled, state: "running", finishedAt: null })).toBe("");
});

test("the receipt of a run", () => {
  const receipt = formatReceipt(exampleRun);
  expect(receipt).toContain("LOAD  rate 6,000, duration 10 s");
  expect(receipt).toMatch(/target \.+ 6,000/);
  expect(receipt).toMatch(/processor \.+ Example CPU × 2/);
  expect(receipt).toMatch(/server \.+ Redis 7\.0\.15, by tcp/);
  expect(receipt).toContain("HELD  6,000/s held, p99 0.9 ms");
  expect(receipt).not.toContain("BUSY");
});

test("the receipt warns when the machine was busy, and shows the claims of the documents", () => {
  const { environment, result } = exampleRun;
  if (!environment || !result) throw new Error("The example has both");
  const claims = [{ claim: "load test: 0.8 ms on average", measured: "0.400 ms", holds: true }];
  const busy = { ...environment, busy: true, cpuBefore: 0.63 };
  const receipt = formatReceipt({ ...exampleRun, environment: busy, result: { ...result, claims } });
  expect(receipt).toContain("BUSY  Other programs used 63 % of the processors before this run began");
  expect(receipt).toContain("load test: 0.8 ms on average  0.400 ms  holds");
  expect(formatReceipt({ ...exampleRun, environment: null })).not.toContain("processor");
});

test("a search for the limit shows the parameters that it used, and no others", () => {
  const params = { rate: 6000, seconds: 10, sessions: 10_000, findLimit: true };
  expect(describeParams({ kind: "load", params })).toBe(
    "find the limit yes, start rate 6,000, p99 limit 5 ms, sessions 10,000",
  );
  expect(describeParams({ kind: "load", params: { ...params, via: "http" } })).toContain("p99 limit 50 ms");
  expect(describeParams({ kind: "load", params: { ...params, findLimit: false } })).toBe(
    "rate 6,000, duration 10 s, sessions 10,000",
  );
});

test("the verdict of a run in a word or two", () => {
  expect(verdictOf(exampleRun)).toBe("held");
  expect(verdictOf({ ...exampleRun, result: { ok: true, slow: true, verdict: "" } })).toBe("achieved");
  expect(verdictOf({ ...exampleRun, result: { ok: false, verdict: "" } })).toBe("not held");
  expect(verdictOf({ ...exampleRun, kind: "compare" })).toBe("measured");
  for (const state of ["running", "failed", "cancelled"] as const)
    expect(verdictOf({ ...exampleRun, state })).toBe(state);
});
