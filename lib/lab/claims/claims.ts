import { formatMilliseconds, formatRate } from "#lib/lab/report/format.ts";
import { MIN_ACHIEVED } from "#lib/lab/report/verdict.ts";
import type { JudgedClaim, LatencyMs, RunRequest, RunResult } from "#lib/lab/runs/schema.ts";

/** The figures of the documents beside those of a run. The comparison judges its own. */

/** "Tests exactly 6,000 writes/second"; "Achieved: 8,500+ operations/second"; "100,000+ operations/second capacity". */
const RATES = [
  { claim: "peak load: 6,000/s", perSecond: 6000 },
  { claim: "load test: 8,500/s achieved", perSecond: 8500 },
  { claim: "capacity: 100,000/s and more", perSecond: 100_000 },
];
/** "Success Rate: 99.8%", "Average Latency: 0.8ms" and "<1ms latency per operation", "Session update: <0.5ms". */
const SUCCESS_RATE = 0.998;
const MEAN_MS = 0.8;
const OPERATION_MS = 1;
const UPDATE_MS = 0.5;
/** "hundreds of millions of values". */
const BULK_VALUES = 100_000_000;

/** Each rate that the documents state. One above the rate that was asked for has not been tested. */
function judgeRates(achieved: number, asked: number): JudgedClaim[] {
  return RATES.map(({ claim, perSecond }) => ({
    claim,
    measured: asked < perSecond ? `not tried: ${formatRate(asked)} was asked for` : formatRate(achieved),
    holds: asked < perSecond ? null : achieved >= perSecond * MIN_ACHIEVED,
  }));
}

function judgeSuccess(successRate: number): JudgedClaim {
  const measured = `${(successRate * 100).toFixed(2)} %`;
  return { claim: "load test: 99.8 % succeeded", measured, holds: successRate >= SUCCESS_RATE };
}

function judgeLatency({ mean, p50 }: LatencyMs): JudgedClaim[] {
  return [
    { claim: "load test: 0.8 ms on average", measured: formatMilliseconds(mean), holds: mean <= MEAN_MS },
    {
      claim: "an operation: below 1 ms",
      measured: `p50 ${formatMilliseconds(p50)}`,
      holds: p50 < OPERATION_MS,
    },
  ];
}

/** A search reaches its highest rate at the limit of its latency, so it says nothing about the latency at the peak. */
function judgeSearch({ target = 0, successRate }: RunResult): JudgedClaim[] {
  if (target === 0) return [];
  const measured = `${formatRate(target)} is the highest rate that held`;
  return [
    ...RATES.map(({ claim, perSecond }) => ({ claim, measured, holds: target >= perSecond })),
    ...(successRate === undefined ? [] : [judgeSuccess(successRate)]),
  ];
}

/** @param isRedisAlone false for page views over HTTP: the latencies that the documents state are those of Redis */
function judgeLoad(
  { achieved = 0, target = 0, successRate, latencyMs }: RunResult,
  isRedisAlone: boolean,
): JudgedClaim[] {
  const update = (p50: number): JudgedClaim => ({
    claim: "session update: below 0.5 ms",
    measured: `p50 ${formatMilliseconds(p50)}`,
    holds: p50 < UPDATE_MS,
  });
  return [
    ...(target > 0 ? judgeRates(achieved, target) : []),
    ...(successRate === undefined ? [] : [judgeSuccess(successRate)]),
    ...(latencyMs && isRedisAlone ? [...judgeLatency(latencyMs), update(latencyMs.p50)] : []),
  ];
}

/** "10000, 9999, 9998… 9991". */
const shorten = (values: readonly number[]) => `${values.slice(0, 3).join(", ")}… ${values.at(-1) ?? ""}`;

/** The claims of the documents that the result of a run tests, each judged by itself; none if there are none. */
export function judgeClaims(request: RunRequest, result: RunResult): JudgedClaim[] {
  const { successRate, latencyMs, first, verified } = result;
  switch (request.kind) {
    case "load":
      return request.findLimit ? judgeSearch(result) : judgeLoad(result, request.via === "redis");
    case "browse":
    case "crowd":
      return [
        ...(successRate === undefined ? [] : [judgeSuccess(successRate)]),
        ...(latencyMs ? judgeLatency(latencyMs) : []),
      ];
    case "pipeline":
      return [
        {
          claim: "read in reverse: 10000, 9999, 9998… 9991",
          measured: request.count === 10_000 ? shorten(first ?? []) : `not tried: ${request.count} values`,
          holds:
            request.count === 10_000 ? first?.length === 10 && first.every((value, i) => value === 10_000 - i) : null,
        },
      ];
    case "bulk": {
      const enough = request.count >= BULK_VALUES;
      const values = `${request.count.toLocaleString("en")} values`;
      const measured = enough ? `${values}, ${verified ? "verified" : "not verified"}` : `not tried: ${values}`;
      return [{ claim: "hundreds of millions of values", measured, holds: enough ? verified === true : null }];
    }
    default:
      return result.claims ?? [];
  }
}
