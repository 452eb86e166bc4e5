import { processWide } from "#lib/process/process-wide.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { halveViewed } from "#lib/visit/scripts/halve-viewed.ts";

/** Every five minutes the 20,000 most viewed are kept and their views halved (Redis in Action, section 2.5). */
const MAX_VIEWED = 20_000;
const HALVING_SECONDS = 300;

/** Views that are not written yet, by key of the ranking and SKU, and whether a write is under way. */
const state = processWide("views", () => ({ waiting: new Map<string, Map<string, number>>(), writing: false }));

/**
 * Counts a view of a SKU in a ranking. It is written at once; views that come while a write is under way are added up and
 * written together after it, so that a rush needs few commands. If a write fails, its views are not counted.
 */
export function countView(redis: Redis, ranking: string, sku: string): void {
  const counts = state.waiting.get(ranking) ?? new Map<string, number>();
  state.waiting.set(ranking, counts.set(sku, (counts.get(sku) ?? 0) + 1));
  if (!state.writing) void writeViews(redis);
}

async function writeViews(redis: Redis): Promise<void> {
  state.writing = true;
  while (state.waiting.size > 0) {
    const rankings = [...state.waiting];
    state.waiting.clear();
    const writes = rankings.flatMap(([ranking, counts]) =>
      Array.from(counts, ([sku, views]) => redis.zIncrBy(ranking, views, sku)),
    );
    await Promise.all(writes).catch(() => {});
  }
  state.writing = false;
}

/** The ids of the most viewed SKUs, in descending order of views. One round trip. */
export async function readMostViewed(count: number): Promise<string[]> {
  return withRedis((redis) => redis.zRange(keys.viewed, 0, count - 1, { REV: true }));
}

/**
 * Trims and halves the views, unless that was done less than 300 s ago. Every process may call this as often as it
 * likes: the check and the change are one script. One round trip.
 * @returns whether the views were halved
 */
export async function halveViews(): Promise<boolean> {
  const { viewed, viewedHalved: halved } = keys;
  return withRedis((redis) =>
    halveViewed(redis, { viewed, halved, periodSeconds: HALVING_SECONDS, maxEntries: MAX_VIEWED }),
  );
}
