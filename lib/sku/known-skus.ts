import { LRUCache } from "lru-cache";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { onSkuChange } from "./changes.ts";
import { readSkus } from "./store.ts";

/** A deletion of which this process does not hear is noticed after this time, in milliseconds. */
const TRUST_MS = 10_000;

/** Ids of SKUs that existed a moment ago. Most views are of few products. */
const known = new LRUCache<string, true>({ max: 20_000, ttl: TRUST_MS, ttlResolution: 1000 });

onSkuChange((change) => {
  if (change.kind === "any") known.clear();
  else if ("ids" in change) for (const id of change.ids) known.delete(id);
});

/** Notes SKUs that were just read, so that {@link whichExist} need not ask for them. */
export function noteExisting(ids: Iterable<string>): void {
  for (const id of ids) known.set(id, true);
}

/**
 * Those of some SKUs that can be sold, or could up to ten seconds ago: neither deleted nor damaged. No round trip when
 * all were read a moment ago, else one.
 */
export async function whichExist(redis: Redis, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length === 0) return new Set(ids);
  const found = new Set((await readSkus(redis, unknown)).map(({ id }) => id));
  noteExisting(found);
  return new Set(ids.filter((id) => found.has(id) || !unknown.includes(id)));
}

/**
 * Whether a SKU exists, or did so up to ten seconds ago: for what may be wrong about a SKU that was just deleted, such as
 * counting a view. One round trip; none for a SKU that was asked for a moment ago.
 */
export async function probablyExists(redis: Redis, id: string): Promise<boolean> {
  if (known.has(id)) return true;
  const exists = (await redis.exists(keys.sku(id))) === 1;
  if (exists) known.set(id, true);
  return exists;
}
