import type { Operation } from "#lib/lab/workers/bench.ts";

/** What the case study claims about an operation. Its figures are claims to test, not facts. */
export interface Claim {
  text: string;
  /** The lowest ratio of Redis to the database that the claim states; null if it states none. */
  ratio: number | null;
}

export const claims: Record<Operation, Claim> = {
  "session lookup": { text: "10-50x, <1 ms", ratio: 10 },
  "session update": { text: "10-40x, <0.5 ms", ratio: 10 },
  "cart add": { text: "none", ratio: null },
  "user lookup": { text: "none", ratio: null },
};

/** "Throughput: 2K ops/sec, 100K+ ops/sec, 50x". */
export const CLAIMED_THROUGHPUT = { redis: 100_000, ratio: 50 };
/** "Memory usage: 60% less". */
export const CLAIMED_MEMORY_SAVED = 0.6;
