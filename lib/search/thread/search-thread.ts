import { parentPort } from "node:worker_threads";
import { LRUCache } from "lru-cache";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { countInIndex, findInIndex } from "#lib/search/index/find.ts";
import { SearchIndex } from "#lib/search/index/search-index.ts";
import {
  type Counts,
  type SearchQuery,
  type ThreadReply,
  type ThreadRequest,
  threadRequest,
} from "#lib/search/schema.ts";
import { Synonyms } from "#lib/search/synonyms/synonyms.ts";
import { onSkuChange, subscribeToSkuChanges } from "#lib/sku/changes.ts";
import { followSynonyms } from "./follow-synonyms.ts";
import { syncIndex } from "./sync-index.ts";

/** The worker thread that holds the index of a server process, so that building and searching it delay no request. */

/**
 * Queries wait for a complete index until this long after the start; then they are answered from what was read so far.
 */
const BUILD_TIMEOUT_MS = 1000;
/** The order "viewed" uses the views of this many SKUs, read again after VIEWS_TTL_MS. */
const MOST_VIEWED = 10_000;
const VIEWS_TTL_MS = 5000;
const COUNTS_TTL_MS = 1000;
const MAX_CACHED_COUNTS = 100;
/** How often the catalogue is scanned again, to find changes for which no message was published. */
const SCAN_EVERY_MS = 600_000;

const startedAt = performance.now();
const index = new SearchIndex();
const sync = syncIndex(index);
const synonyms = followSynonyms();
let builtMs: number | null = null;
const buildTimeout = new Promise((resolve) => setTimeout(resolve, BUILD_TIMEOUT_MS));
void sync.complete.then(() => {
  builtMs = performance.now() - startedAt;
});

let views: { at: number; bySku: Promise<Map<string, number>> } | undefined;

async function readViews(): Promise<Map<string, number>> {
  const entries = await withRedis((redis) => redis.zRangeWithScores(keys.viewed, 0, MOST_VIEWED - 1, { REV: true }));
  return new Map(entries.map(({ value, score }) => [value, score]));
}

async function cachedViews(): Promise<Map<string, number>> {
  if (!views || performance.now() - views.at > VIEWS_TTL_MS) views = { at: performance.now(), bySku: readViews() };
  try {
    return await views.bySku;
  } catch (error) {
    views = undefined;
    throw error;
  }
}

const countsCache = new LRUCache<string, Counts>({ max: MAX_CACHED_COUNTS, ttl: COUNTS_TTL_MS });

/** The counts of a list, at most a second old: so a list of 100,000 SKUs is as fast as one of 60. */
function cachedCounts(query: SearchQuery): Counts {
  const { category, brand, minPrice, maxPrice, inStock } = query;
  const key = JSON.stringify([category, brand, minPrice, maxPrice, inStock]);
  const cached = countsCache.get(key);
  if (cached) return cached;
  const counts = countInIndex(index, query);
  countsCache.set(key, counts);
  return counts;
}

async function answer({ kind, query, synonyms: lists, changed }: ThreadRequest): Promise<Partial<ThreadReply>> {
  if (changed) {
    sync.onChange({ kind: "skus", ids: changed });
    return {};
  }
  if (builtMs === null) await Promise.race([sync.complete, buildTimeout]);
  if (!query || kind === "state")
    return { state: { size: index.size, builtMs, heapUsed: process.memoryUsage().heapUsed } };
  if (kind === "counts") return { counts: cachedCounts(query) };
  const views = query.sort === "viewed" ? await cachedViews() : undefined;
  return { result: findInIndex(index, query, { views, synonyms: lists ? new Synonyms(lists) : synonyms() }) };
}

async function receive(message: unknown): Promise<void> {
  const request = threadRequest.parse(message);
  const reply = await answer(request).catch((error) => ({ error: String(error) }));
  parentPort?.postMessage({ id: request.id, ...reply });
}

parentPort?.on("message", (message) => void receive(message));
onSkuChange(sync.onChange);
subscribeToSkuChanges();
setInterval(() => sync.onChange({ kind: "any" }), SCAN_EVERY_MS).unref();
