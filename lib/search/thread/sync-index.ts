import { setTimeout as sleep } from "node:timers/promises";
import { logError } from "#lib/log.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { readPage } from "#lib/redis/paging/read-page.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import type { SearchIndex } from "#lib/search/index/search-index.ts";
import type { SkuChange } from "#lib/sku/changes.ts";
import { parseSku } from "#lib/sku/store.ts";

/** SKUs read at once: about 4 ms of work for Redis, which delays no other client noticeably. */
const BATCH = 250;
const RETRY_MS = 300;

/** Updates the entries of some SKUs from Redis, and removes those that are not in the catalogue. One round trip. */
async function updateEntries(index: SearchIndex, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const [hashes, created] = await withRedis((redis) =>
    Promise.all([Promise.all(ids.map((id) => redis.hGetAll(keys.sku(id)))), redis.zmScore(keys.skus, [...ids])]),
  );
  ids.forEach((id, i) => {
    const sku = parseSku(id, hashes[i]);
    const at = created[i];
    if (sku && typeof at === "number") index.put(sku, at);
    else index.remove(id);
  });
}

/** The state of a scan through the whole catalogue, newest SKUs first. */
interface Scan {
  cursor: string | undefined;
  seen: Set<string>;
}

/**
 * Keeps an index in sync with the catalogue. A scan in small steps both builds the index and finds changes whose
 * messages were lost. SKUs that are known to have changed are updated first.
 */
export function syncIndex(index: SearchIndex) {
  const changed = new Set<string>();
  const complete = Promise.withResolvers<void>();
  let scan: Scan | null = null;
  let scanRequested = false;
  let stopped = false;
  let wake = () => {};

  const applyChanges = async () => {
    const ids = [...changed].slice(0, BATCH);
    for (const id of ids) changed.delete(id);
    try {
      await updateEntries(index, ids);
    } catch (error) {
      for (const id of ids) changed.add(id);
      throw error;
    }
  };

  const scanBatch = async ({ cursor, seen }: Scan): Promise<Scan | null> => {
    const page = await withRedis((redis) => readPage(redis, keys.skus, { direction: "desc", limit: BATCH, cursor }));
    await updateEntries(index, page.members);
    for (const id of page.members) seen.add(id);
    if (page.nextCursor) return { cursor: page.nextCursor, seen };
    // SKUs that the scan did not see were removed, or added meanwhile: reading each of them will tell.
    for (const id of index.ids()) if (!seen.has(id)) changed.add(id);
    complete.resolve();
    return null;
  };

  const run = async () => {
    while (!stopped) {
      try {
        if (changed.size > 0) await applyChanges();
        if (!scan && scanRequested) {
          scanRequested = false;
          scan = { cursor: undefined, seen: new Set() };
        }
        if (scan) scan = await scanBatch(scan);
        else if (changed.size === 0 && !scanRequested) await new Promise<void>((resolve) => (wake = resolve));
      } catch (error) {
        if (!(error instanceof RedisUnavailableError)) logError("search-index-failed", error);
        await sleep(RETRY_MS);
      }
    }
  };
  void run();

  return {
    /** Resolves when the whole catalogue has been read once. */
    complete: complete.promise,
    /** Handles a message about changed SKUs (lib/sku/changes.ts). */
    onChange(change: SkuChange): void {
      if (change.kind === "any") scanRequested = true;
      else if ("ids" in change) for (const id of change.ids) changed.add(id);
      else if (change.kind === "lists") return;
      // The index only asks whether there is any stock, and there was some before a sale.
      else if (!change.left) changed.add(change.id);
      else return;
      wake();
    },
    stop(): void {
      stopped = true;
      wake();
    },
  };
}
