import { parentPort } from "node:worker_threads";
import { withRedis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import { followChanges, onSkuChange } from "../sku/changes.ts";
import { findInIndex } from "./find.ts";
import { CatalogueIndex } from "./index.ts";
import { keepIndex } from "./keep.ts";
import { type ThreadReply, threadRequest } from "./schema.ts";

/** The thread of a server process that holds the index: neither building nor asking it makes a request wait. */

/** A question that comes while the index is being built waits so long, then takes what is there already. */
const PATIENCE_MS = 1000;
/** The order "most viewed" looks at so many SKUs, as they were in the last seconds. */
const MOST_VIEWED = 10_000;
const VIEWS_MS = 5000;
/** Whatever was changed without a word is found in the end. */
const WALK_EVERY_MS = 600_000;

const began = performance.now();
const index = new CatalogueIndex();
const keeper = keepIndex(index);
let builtMs: number | null = null;
const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
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

async function answer(message: unknown): Promise<void> {
  const { id, query } = threadRequest.parse(message);
  let reply: ThreadReply;
  try {
    if (builtMs === null) await Promise.race([keeper.complete, patience]);
    const views = query?.sort === "viewed" ? await recentViews() : undefined;
    const { heapUsed } = process.memoryUsage();
    reply = query
      ? { id, findings: findInIndex(index, query, views) }
      : { id, state: { size: index.size, builtMs, heapUsed } };
  } catch (error) {
    reply = { id, error: String(error) };
  }
  parentPort?.postMessage(reply);
}

parentPort?.on("message", (message) => void answer(message));
await followChanges();
onSkuChange(keeper.note);
keeper.note("*");
setInterval(() => keeper.note("*"), WALK_EVERY_MS).unref();
