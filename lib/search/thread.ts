import { parentPort } from "node:worker_threads";
import { LRUCache } from "lru-cache";
import type { z } from "zod";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { followChanges, onSkuChange } from "#lib/sku/changes.ts";
import { countInIndex, findInIndex } from "./find.ts";
import { type Counts, type SearchQuery, type ThreadReply, threadRequest } from "./schema.ts";
import { CatalogueIndex } from "./search-index.ts";
import { keepIndex } from "./sync-index.ts";

/** The thread of a server process that holds the index: neither building nor asking it makes a request wait. */

/** A question that comes while the index is being built waits so long, then takes what is there already. */
const PATIENCE_MS = 1000;
/** The order "most viewed" looks at so many SKUs, as they were in the last seconds. */
const MOST_VIEWED = 10_000;
const VIEWS_MS = 5000;
const COUNTS_MS = 1000;
const MAX_COUNTED = 100;
/** Whatever was changed without a word is found in the end. */
const WALK_EVERY_MS = 600_000;

const began = performance.now();
const index = new CatalogueIndex();
const keeper = keepIndex(index);
let builtMs: number | null = null;
const timeout = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
void keeper.complete.then(() => {
  builtMs = performance.now() - began;
});

let views: { at: number; bySku: Promise<Map<string, number>> } | undefined;

async function readViews(): Promise<Map<string, number>> {
  const entries = await withRedis((redis) => redis.zRangeWithScores(keys.viewed, 0, MOST_VIEWED - 1, { REV: true }));
  return new Map(entries.map(({ value, score }) => [value, score]));
}

async function recentViews(): Promise<Map<string, number>> {
  if (!views || performance.now() - views.at > VIEWS_MS) views = { at: performance.now(), bySku: readViews() };
  try {
    return await views.bySku;
  } catch (error) {
    views = undefined;
    throw error;
  }
}

const counted = new LRUCache<string, Counts>({ max: MAX_COUNTED, ttl: COUNTS_MS });

/** The numbers of a list as they were within the last second: a list is as quick for 100,000 SKUs as for 60. */
function countRecently(query: SearchQuery): Counts {
  const { category, brand, minPrice, maxPrice, inStock } = query;
  const key = JSON.stringify([category, brand, minPrice, maxPrice, inStock]);
  const known = counted.get(key);
  if (known) return known;
  const counts = countInIndex(index, query);
  counted.set(key, counts);
  return counts;
}

async function answer({ ask, query }: z.infer<typeof threadRequest>): Promise<Partial<ThreadReply>> {
  if (builtMs === null) await Promise.race([keeper.complete, timeout]);
  if (!query || ask === "state")
    return { state: { size: index.size, builtMs, heapUsed: process.memoryUsage().heapUsed } };
  if (ask === "counts") return { counts: countRecently(query) };
  return { findings: findInIndex(index, query, query.sort === "viewed" ? await recentViews() : undefined) };
}

async function receive(message: unknown): Promise<void> {
  const request = threadRequest.parse(message);
  const reply = await answer(request).catch((error) => ({ error: String(error) }));
  parentPort?.postMessage({ id: request.id, ...reply });
}

parentPort?.on("message", (message) => void receive(message));
onSkuChange(keeper.note);
followChanges();
setInterval(() => keeper.note("*"), WALK_EVERY_MS).unref();
