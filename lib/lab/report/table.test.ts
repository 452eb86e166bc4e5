import { expect, test } from "vitest";
import type { Run } from "#lib/lab/runs/schema.ts";
import { compareRuns } from "./compare-runs.ts";
import { labelOf, printFigure } from "./figures.ts";
import { describeEnding, howFar } from "./outcome.ts";
import { formatTable } from "./receipt.ts";
import { columnsOf } from "./table.ts";

/** Results as people read them. */

const run = (startedAt: string, opsPerSecond: number): Run => ({
  id: "0123456789ab",
  kind: "load",
  params: {},
  state: "done",
  progress: 1,
  phase: "",
  startedAt,
  finishedAt: "2026-01-01T00:00:30.000Z",
  error: null,
  result: { ok: true, verdict: "held", successRate: 0.9999, opsPerSecond },
});
const older = run("2026-01-01T00:00:00.000Z", 1000);
const newer = run("2026-01-01T00:00:20.000Z", 1500);

test("two runs: the older first whichever was named first, columns by kind and time, rates as percent", () => {
  const rows = compareRuns(newer, older);
  expect(rows).toEqual(compareRuns(older, newer));
  const [before, after] = ["load 1 Jan 00:00:00", "load 1 Jan 00:00:20"];
  expect(rows).toEqual([
    { figure: "success rate", [before]: "99.99 %", [after]: "99.99 %", "newer ÷ older": 1 },
    { figure: "operations a second", [before]: "1,000", [after]: "1,500", "newer ÷ older": 1.5 },
  ]);
});

test("what names the rows comes first, figures have units and stand to the right", () => {
  const rows = [{ mean: 2.185, p50: 1.7, step: "product", count: 1500, memory: "1.2 MB" }];
  expect(columnsOf(rows)).toEqual(["step", "mean", "p50", "count", "memory"]);
  expect(formatTable(rows)).toEqual([
    "step     mean ms  p50 ms  count  memory",
    "product    2.185     1.7  1,500  1.2 MB",
  ]);
});

test("single figures say what they are", () => {
  expect([labelOf("memorySaved"), printFigure("memorySaved", -0.13)]).toEqual(["memory that Redis saves", "-13 %"]);
  expect(printFigure("ratio", 3.9)).toBe("3.9 times");
  expect([labelOf("writeSeconds"), printFigure("writeSeconds", 0.84)]).toEqual(["writing took", "0.84 s"]);
  expect([labelOf("notKnownYet"), printFigure("notKnownYet", null)]).toEqual(["not known yet", "-"]);
});

test("a cancelled run says how far it came", () => {
  const cancelled: Run = { ...newer, state: "cancelled", progress: 0.456, result: null };
  expect(howFar(cancelled)).toEqual([
    ["came to", "45 %"],
    ["after", "10.0 s"],
  ]);
  expect(describeEnding(cancelled)).toBe("cancelled; it came to 45 % after 10.0 s");
  expect(howFar(older)).toEqual([]);
});
