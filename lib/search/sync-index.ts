import { setTimeout as sleep } from "node:timers/promises";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { readPage } from "#lib/redis/paging/read-page.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { parseSku } from "#lib/sku/store.ts";
import type { CatalogueIndex } from "./search-index.ts";

/** SKUs read at once: some 4 ms of Redis, which no other client notices. */
const BATCH = 250;
const RETRY_MS = 300;

/** Brings entries up to date with Redis; who is not in the catalogue goes. One round trip. */
async function readInto(index: CatalogueIndex, ids: readonly string[]): Promise<void> {
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

/** A walk through the whole catalogue, the newest first. */
interface Walk {
  cursor: string | undefined;
  seen: Set<string>;
}

/**
 * Keeps an index equal to the catalogue. Building it, and catching up after changes that were not heard of, are one
 * thing: a walk through the catalogue in small steps. SKUs that are known to have changed go before.
 */
export function keepIndex(index: CatalogueIndex) {
  const changed = new Set<string>();
  const complete = Promise.withResolvers<void>();
  let walk: Walk | null = null;
  let walkNeeded = false;
  let stopped = false;
  let wake = () => {};

  const applyChanges = async () => {
    const ids = [...changed].slice(0, BATCH);
    for (const id of ids) changed.delete(id);
    try {
      await readInto(index, ids);
    } catch (error) {
      for (const id of ids) changed.add(id);
      throw error;
    }
  };

  const takeStep = async ({ cursor, seen }: Walk): Promise<Walk | null> => {
    const page = await withRedis((redis) => readPage(redis, keys.skus, { direction: "desc", limit: BATCH, cursor }));
    await readInto(index, page.members);
    for (const id of page.members) seen.add(id);
    if (page.nextCursor) return { cursor: page.nextCursor, seen };
    // Who was not met has been removed, or came meanwhile: that is for a look at each to say.
    for (const id of index.ids()) if (!seen.has(id)) changed.add(id);
    complete.resolve();
    return null;
  };

  const run = async () => {
    while (!stopped) {
      try {
        if (changed.size > 0) await applyChanges();
        if (!walk && walkNeeded) {
          walkNeeded = false;
          walk = { cursor: undefined, seen: new Set() };
        }
        if (walk) walk = await takeStep(walk);
        else if (changed.size === 0 && !walkNeeded) await new Promise<void>((resolve) => (wake = resolve));
      } catch (error) {
        if (!(error instanceof RedisUnavailableError)) console.error(error);
        await sleep(RETRY_MS);
      }
    }
  };
  void run();

  return {
    /** Settles when the whole catalogue has been read once. */
    complete: complete.promise,
    /** Takes note of a message from the channel of changes (lib/sku/changes.ts). */
    note(message: string): void {
      if (message === "*") walkNeeded = true;
      else for (const id of message.replace(/^stock /, "").split(" ")) changed.add(id);
      wake();
    },
    stop(): void {
      stopped = true;
      wake();
    },
  };
}
