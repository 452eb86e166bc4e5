import { expect, test } from "vitest";
import { type RunResult, runBody } from "#lib/lab/runs/schema.ts";
import { judgeClaims } from "./claims.ts";

const latencyMs = { mean: 0.4, p50: 0.467, p95: 0.7, p99: 0.9, max: 4 };
const result: RunResult = { ok: true, verdict: "held", target: 6000, achieved: 6000, successRate: 1, latencyMs };

const judge = (body: object, measured: RunResult = result) =>
  judgeClaims(runBody.parse(body), measured).map(({ claim, holds }) => [claim, holds]);

test("a load: a rate that was not asked for is not judged", () => {
  expect(judge({ kind: "load" })).toEqual([
    ["peak load: 6,000/s", true],
    ["load test: 8,500/s achieved", null],
    ["capacity: 100,000/s and more", null],
    ["load test: 99.8 % succeeded", true],
    ["load test: 0.8 ms on average", true],
    ["an operation: below 1 ms", true],
    ["session update: below 0.5 ms", true],
  ]);
});

test("page views over HTTP are judged by rate and success: the latencies of the documents are those of Redis", () => {
  expect(judge({ kind: "load", via: "http" }).map(([claim]) => claim)).toEqual([
    "peak load: 6,000/s",
    "load test: 8,500/s achieved",
    "capacity: 100,000/s and more",
    "load test: 99.8 % succeeded",
  ]);
});

test("a search judges every rate by the highest that held", () => {
  const judged = judge({ kind: "load", findLimit: true }, { ...result, target: 22_890 });
  expect(judged.map(([, holds]) => holds)).toEqual([true, true, false, true]);
  expect(judge({ kind: "load", findLimit: true }, { ok: false, verdict: "No rate held" })).toEqual([]);
});

test("the values that Server B reads are those of the document, unless other values were asked for", () => {
  const first = [10_000, 9999, 9998, 9997, 9996, 9995, 9994, 9993, 9992, 9991];
  expect(judge({ kind: "pipeline" }, { ...result, first })[0]?.[1]).toBe(true);
  expect(judge({ kind: "pipeline" }, { ...result, first: first.toReversed() })[0]?.[1]).toBe(false);
  expect(judge({ kind: "pipeline", count: 500 }, result)[0]?.[1]).toBeNull();
});
