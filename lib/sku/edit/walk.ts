import { setTimeout as sleep } from "node:timers/promises";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { scanPages } from "#lib/redis/cluster.ts";
import { keys } from "#lib/redis/keys.ts";
import { repeat } from "#lib/redis/tasks/repeat.ts";
import { isForeignId, reconcileSkus } from "./reconcile.ts";

/** Keys that one SCAN looks at: Redis is busy with it for about two milliseconds. */
const SCAN_COUNT = 2000;
/** Between two steps of a walk, in milliseconds: a million keys take about 12 s. */
const STEP_MS = 20;
/** Ids of the catalogue that are read at once. */
const PAGE = 1000;
/** SKUs that are compared at once. */
const STEP = 250;
/**
 * From the beginning of a walk to that of the next one, in milliseconds. With many millions of keys it is rarer: the pause
 * is three times as long as a walk.
 */
const EVERY_MS = 50_000;
/** Listed SKUs that one walk compares with their hashes, the next ones each time. */
const COMPARED = 2000;
let nextCompared = 0;

/** A process that dies during a walk holds the others up no longer than this, in milliseconds. */
const LOCK_MS = 10_000;

/** Finds some of the SKUs whose price or category others have changed, or that they have damaged. @returns how many */
async function compareSome(redis: Redis, rest: () => Promise<void>): Promise<number> {
  let mended = 0;
  for (let compared = 0; compared < COMPARED; ) {
    const ids = await redis.zRange(keys.skus, nextCompared, nextCompared + STEP - 1);
    mended += await reconcileSkus(redis, ids);
    compared += ids.length;
    nextCompared = ids.length < STEP ? 0 : nextCompared + STEP;
    if (nextCompared === 0) break;
    await rest();
  }
  return mended;
}

interface WalkOptions {
  /** called between two steps */
  rest?: () => Promise<void>;
}

/**
 * Finds SKUs that others have written or deleted, by looking at every key once, in steps. Of those that are listed, only
 * some are read each time.
 * @returns how many were listed or removed from the lists
 */
export async function walkSkus(redis: Redis, { rest = async () => {} }: WalkOptions = {}): Promise<number> {
  let mended = 0;
  const seen = new Set<string>();
  const prefix = keys.sku("");
  for await (const page of scanPages(redis, { MATCH: `${prefix}*`, COUNT: SCAN_COUNT })) {
    const ids = page.map((key) => key.slice(prefix.length)).filter(isForeignId);
    if (ids.length > 0) {
      for (const id of ids) seen.add(id);
      const listed = await redis.zmScore(keys.skus, ids);
      mended += await reconcileSkus(
        redis,
        ids.filter((_, i) => listed[i] === null),
      );
    }
    await rest();
  }
  for (let first = 0; ; first += PAGE) {
    const ids = await redis.zRange(keys.skus, first, first + PAGE - 1);
    // SCAN has returned every key that was there all the time. What it has not returned is gone, or newer.
    const removed = await reconcileSkus(
      redis,
      ids.filter((id) => !seen.has(id)),
    );
    mended += removed;
    first -= removed;
    await rest();
    if (ids.length < PAGE) break;
  }
  return mended + (await compareSome(redis, rest));
}

/** Walks, unless another process does or the last walk has just ended. One round trip, or those of a walk. */
async function walkAlone(): Promise<void> {
  const lock = { condition: "NX", expiration: { type: "PX", value: LOCK_MS } } as const;
  const redis = await withRedis(async (client) =>
    (await client.set(keys.skusWalk, "1", lock)) === null ? null : client,
  );
  if (!redis) return;
  const began = performance.now();
  // Outside withRedis: it takes longer than its deadline. Each command still fails when Redis is away.
  await walkSkus(redis, {
    async rest() {
      await redis.pExpire(keys.skusWalk, LOCK_MS);
      await sleep(STEP_MS, undefined, { ref: false });
    },
  });
  const tookMs = performance.now() - began;
  const pauseMs = Math.max(EVERY_MS - tookMs, 3 * tookMs);
  await redis.set(keys.skusWalk, "1", { expiration: { type: "PX", value: pauseMs } });
}

/** Walks again and again, in one process at a time. @returns a function that stops it */
export const startSkuWalk = () => repeat(1000, walkAlone);
