import { expect, test } from "vitest";
import { planShards } from "#lib/lab/bulk/shards.ts";
import { estimateBytes } from "#lib/lab/runs/estimate.ts";
import { type Run, runBody, type Sample } from "#lib/lab/runs/schema.ts";
import { exitCodeOf } from "#lib/lab/terminal.ts";
import { computeCost, DOCUMENTED } from "./cost.ts";
import { samplesToCsv } from "./csv.ts";
import { formatReceipt } from "./receipt.ts";
import { findWork, summariseSamples, thin } from "./summary.ts";
import { judgeRate } from "./verdict.ts";

/** What is worked out without Redis. */

const moment: Sample = {
  at: 1000,
  ops: 6000,
  p50: 0.3,
  p99: 0.9,
  errors: 0,
  progress: 0.5,
  left: 1,
  phase: 'a "phase", with a comma',
  serverOps: 18_000,
  memory: 1_000_000,
};

const loadRun: Run = {
  id: "0123456789ab",
  kind: "load",
  params: { rate: 6000, seconds: 10 },
  state: "done",
  progress: 1,
  phase: "",
  startedAt: "2026-01-01T00:00:00.000Z",
  finishedAt: "2026-01-01T00:00:10.000Z",
  error: null,
  result: {
    ok: true,
    verdict: "6,000/s held, p99 0.9 ms",
    target: 6000,
    latencyMs: { mean: 0.4, p50: 0.3, p95: 0.7, p99: 0.9, max: 4 },
  },
};

test("the documents' model gives the documents' figures", () => {
  expect(computeCost(DOCUMENTED)).toEqual({
    redisServers: 3,
    databaseMonthly: 200_000,
    redisMonthly: 15_000,
    savedMonthly: 185_000,
    savedYearly: 2_220_000,
    reduction: 0.925,
  });
});

test("a smaller ratio needs more Redis servers, and may save nothing", () => {
  expect(computeCost({ ...DOCUMENTED, ratio: 7.3 }).redisServers).toBe(6);
  expect(computeCost({ ...DOCUMENTED, ratio: 0.5 }).reduction).toBeLessThan(0);
});

test("shards are contiguous, cover everything and differ by one at most", () => {
  const shards = planShards(10, 4, new Map());
  expect(shards.map(({ from, to }) => [from, to])).toEqual([
    [1, 2],
    [3, 5],
    [6, 7],
    [8, 10],
  ]);
  expect(planShards(2, 8, new Map())).toHaveLength(2);
});

test("the estimate of a hundred million values is more than they take", () => {
  expect(estimateBytes(runBody.parse({ kind: "bulk", count: 100_000_000 }))).toBeGreaterThan(450_000_000);
});

test.each([
  [{ achieved: 5990, p99: 0.9 }, 0, 0, "6,000/s held, p99 0.9 ms"],
  [{ achieved: 5990, p99: 212 }, 0, 1, "6,000/s held, but p99 212.0 ms is above 5 ms"],
  [{ achieved: 4000, p99: 2100 }, 1, 1, "6,000/s not held: 4,000/s achieved, p99 2100.0 ms"],
])(
  "the verdict of a load (%o): exit code %i, or %i when p99 was asked for",
  ({ achieved, p99 }, code, strict, verdict) => {
    const latencyMs = { mean: 0.4, p50: 0.3, p95: 0.7, p99, max: 3000 };
    const measured = { rate: 6000, achieved, successRate: 1, latencyMs };
    for (const [result, expected] of [
      [judgeRate(measured), code],
      [judgeRate(measured, 5), strict],
    ] as const) {
      expect(result).toMatchObject({ verdict });
      expect(exitCodeOf({ ...loadRun, result })).toBe(expected);
    }
  },
);

test("exit codes: a run without a result has failed, whatever else", () => {
  expect(exitCodeOf({ ...loadRun, state: "failed", result: null })).toBe(2);
  expect(exitCodeOf({ ...loadRun, state: "cancelled", result: null })).toBe(130);
});

test("bounds: outside of them a request is invalid", () => {
  const bad = [
    { kind: "load", rate: 0 },
    { kind: "load", rate: 6000, seconds: 601 },
    { kind: "bulk", count: 100_000_001 },
    { kind: "bulk", shards: 65 },
    { kind: "pipeline", mode: "fast" },
    { kind: "browse", views: 1.5 },
    { kind: "crowd", url: "http://example.com" },
    { kind: "load", unknown: 1 },
    { kind: "nothing" },
    {},
  ];
  for (const body of bad) expect(runBody.safeParse(body).success, JSON.stringify(body)).toBe(false);
  expect(runBody.parse({ kind: "load" })).toMatchObject({ rate: 6000, seconds: 10 });
});

test("CSV: quotes, and no formulas", () => {
  const [head, line] = samplesToCsv([{ ...moment, phase: '=1+1, "x"' }]).split("\r\n");
  expect(head).toMatch(/^at,ops,p50,p99/);
  expect(line).toMatch(/,"'=1\+1, ""x"""$/);
});

test("the chart in words", () => {
  const text = summariseSamples([moment, { ...moment, at: 2000, ops: 5000, p99: 2 }]);
  expect(text).toBe(
    "Over 2.0 s: 5,500 operations a second while it worked, 6,000 at most. The p99 of each moment lay between 0.900 ms and 2.0 ms. No errors.",
  );
  expect(summariseSamples([])).toBe("Nothing has been measured yet.");
  const idle = { ...moment, ops: 0, p50: 0, p99: 0 };
  const prepared = [
    { ...idle, at: 200 },
    { ...idle, at: 5000 },
    { ...moment, at: 5500 },
    { ...idle, at: 6000 },
  ];
  expect(summariseSamples(prepared)).toMatch(/^Over 1\.0 s, after 5\.0 s of preparation: 6,000 operations/);
  expect(findWork(prepared).samples.map((sample) => sample.at)).toEqual([5500, 6000]);
  expect(findWork([idle])).toEqual({ samples: [], begunAt: 0 });
  expect(thin([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7]);
});

test("the receipt of a run", () => {
  const receipt = formatReceipt(loadRun);
  expect(receipt).toContain("LOAD  rate 6000, seconds 10");
  expect(receipt).toMatch(/target \.+ 6,000/);
  expect(receipt).toContain("OK  6,000/s held, p99 0.9 ms");
});
