import { nodeOf } from "#lib/redis/cluster.ts";
import type { Redis } from "#lib/redis/connection.ts";
import { type Acknowledgement, barrierOf, type Check } from "./barrier.ts";
import { askAgain, whatToAwait } from "./replicas.ts";

/** Something that was written and has to survive the failure of the server that has it. */
export interface Written {
  key: string;
  /** whether it is there */
  check: Check;
}

const WORST_FIRST = ["missing", "late", "acknowledged"] as const;

/**
 * Waits until replicas have what was written, on every primary that has some of it; the write must have been answered.
 * Where no replica is connected no round trip, or one if any was before, and within a minute of a new connection; otherwise two and the time of the replication, shared with whoever else
 * waits. Never blocks the connection of the store and never fails.
 * @returns the worst of all: "missing" when one is not there any more, "late" after `timeouts.acknowledgeMs`
 */
export async function awaitReplicas(redis: Redis, written: readonly Written[]): Promise<Acknowledgement> {
  const found = await Promise.all(
    written.map(async ({ key, check }) => {
      try {
        const node = await nodeOf(redis, key);
        const { replicas, isUncertain } = await whatToAwait(redis, node);
        if (replicas > 0) return await barrierOf(redis, node).wait(replicas, check);
        if (!isUncertain) return "acknowledged";
        const [isThere, come] = await Promise.all([check(node), askAgain(redis, node)]);
        if (come > 0) return await barrierOf(redis, node).wait(come, check);
        return isThere ? "acknowledged" : "missing";
      } catch {
        return "late";
      }
    }),
  );
  return WORST_FIRST.find((result) => found.includes(result)) ?? "acknowledged";
}

/** Those of some keys that are on another primary than a key; none unless Redis is a cluster. No round trip. */
export async function filterElsewhere<T extends { key: string }>(
  redis: Redis,
  key: string,
  all: readonly T[],
): Promise<T[]> {
  if (!isCluster(redis)) return [];
  const own = await nodeOf(redis, key);
  const nodes = await Promise.all(all.map((one) => nodeOf(redis, one.key)));
  return all.filter((_, i) => nodes[i] !== own);
}

/** Whether what is written in order may be on several servers, each of which can go back by itself. */
export const isCluster = (redis: Redis): boolean => "masters" in redis;
