import { formatMilliseconds, formatNumber, formatRate } from "#lib/lab/report/format.ts";
import type { JudgedClaim } from "#lib/lab/runs/schema.ts";
import type { Operation } from "#lib/lab/workers/bench.ts";

/** What the case study claims about Redis and its database. Its figures are claims to test, not facts. */

interface OperationClaim {
  /** The lowest ratio of Redis to the database, and the claim in words. */
  ratio: number;
  ratioText: string;
  /** The latency that Redis stays below, and the range of the database, in milliseconds. */
  redisMs: number;
  databaseMs: [low: number, high: number];
}

/** "Session lookup: 10-50ms, <1ms, 10-50x" and "Session update: 5-20ms, <0.5ms, 10-40x". */
const OPERATIONS: Partial<Record<Operation, OperationClaim>> = {
  "session lookup": { ratio: 10, ratioText: "10 to 50 times", redisMs: 1, databaseMs: [10, 50] },
  "session update": { ratio: 10, ratioText: "10 to 40 times", redisMs: 0.5, databaseMs: [5, 20] },
};
/** "Throughput: 2K ops/sec, 100K+ ops/sec, 50x". */
const THROUGHPUT = { redis: 100_000, ratio: 50 };
/** "Memory usage: 60% less". */
const MEMORY_SAVED = 0.6;

/** Medians of the rounds of one operation in one setting. Latencies are milliseconds. */
export interface Medians {
  operation: Operation;
  setting: string;
  ratio: number;
  redisPerSecond: number;
  redisP50: number;
  postgresP50: number;
}

/** Each claim about an operation by itself: the ratio, the latency of Redis, and that of the database. */
function judgeOperation(medians: Medians): JudgedClaim[] {
  const { operation, setting, ratio, redisP50, postgresP50 } = medians;
  const claim = OPERATIONS[operation];
  if (!claim) return [];
  const of = `${operation}, ${setting}`;
  const [low, high] = claim.databaseMs;
  return [
    {
      claim: `${of}: ${claim.ratioText} as fast`,
      measured: `${formatNumber(ratio)} times`,
      holds: ratio >= claim.ratio,
    },
    {
      claim: `${of}: Redis below ${claim.redisMs} ms`,
      measured: `p50 ${formatMilliseconds(redisP50)}`,
      holds: redisP50 < claim.redisMs,
    },
    {
      claim: `${of}: the database ${low} to ${high} ms`,
      measured: `p50 ${formatMilliseconds(postgresP50)}`,
      holds: postgresP50 >= low && postgresP50 <= high,
    },
  ];
}

function describeSaving(share: number): string {
  return `${Math.abs(Math.round(share * 100))} % ${share < 0 ? "more" : "less"} per session`;
}

/**
 * Judges each claim of the case study about the comparison.
 * @param memorySaved the share of memory that Redis saves per session; null if it was not measured
 */
export function judgeComparison(rows: readonly Medians[], memorySaved: number | null): JudgedClaim[] {
  const best = Math.max(0, ...rows.map((row) => row.redisPerSecond));
  const highest = Math.max(0, ...rows.map((row) => row.ratio));
  return [
    ...rows.flatMap(judgeOperation),
    {
      claim: `throughput: ${formatRate(THROUGHPUT.redis)} and more`,
      measured: formatRate(best),
      holds: best >= THROUGHPUT.redis,
    },
    {
      claim: `throughput: ${THROUGHPUT.ratio} times as high`,
      measured: `${formatNumber(highest)} times at most`,
      holds: highest >= THROUGHPUT.ratio,
    },
    {
      claim: `memory: ${MEMORY_SAVED * 100} % less`,
      measured: memorySaved === null ? "-" : describeSaving(memorySaved),
      holds: memorySaved === null ? null : memorySaved >= MEMORY_SAVED,
    },
  ];
}
