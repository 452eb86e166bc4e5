import type { Redis } from "#lib/redis/client.ts";
import { scanPages } from "#lib/redis/cluster.ts";
import { keys } from "#lib/redis/keys.ts";
import { isForeignId, reconcileSkus } from "./reconcile.ts";

/** Keys that one SCAN looks at: Redis is busy with it for about two milliseconds. */
const SCAN_COUNT = 2000;
/** Between two steps of a walk, in milliseconds: a million keys take about 12 s. */
const STEP_MS = 20;
/** Ids of the catalogue that are read at once. */
const PAGE = 1000;
/** SKUs that are compared at once. */
const STEP = 250;
/** Listed SKUs that one walk compares with their hashes, the next ones each time. */
const COMPARED = 2000;
let nextCompared = 0;

/** Finds some of the SKUs whose price or category others have changed, or that they have damaged. @returns how many */
async function compareSome(redis: Redis, rest: (ms: number) => Promise<void>): Promise<number> {
  let mended = 0;
  for (let compared = 0; compared < COMPARED; ) {
    const ids = await redis.zRange(keys.skus, nextCompared, nextCompared + STEP - 1);
    mended += await reconcileSkus(redis, ids);
    compared += ids.length;
    nextCompared = ids.length < STEP ? 0 : nextCompared + STEP;
    if (nextCompared === 0) break;
    await rest(STEP_MS);
  }
  return mended;
}

interface WalkOptions {
  /** called between two steps, with how long to wait, in milliseconds */
  rest?: (ms: number) => Promise<void>;
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
    await rest(STEP_MS);
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
    await rest(STEP_MS);
    if (ids.length < PAGE) break;
  }
  return mended + (await compareSome(redis, rest));
}
