import { LRUCache } from "lru-cache";
import { logEvent } from "#lib/log.ts";
import { processWide } from "#lib/process-wide.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/** Keys that were logged as no SKUs, with the reason, so that each is logged once. */
const logged = processWide("ignored-skus", () => new LRUCache<string, true>({ max: 10_000 }));

/** Logs, once in a thread, that a key was written by others in a form that the store takes for no SKU. */
export function logIgnored(id: string, reason: string): void {
  const note = `${id} ${reason}`;
  if (logged.has(note)) return;
  logged.set(note, true);
  logEvent("warn", "sku-ignored", { key: keys.sku(id), reason });
}

const isWrongType = (error: unknown) => error instanceof Error && error.message.startsWith("WRONGTYPE");

/** The hash of a SKU; an empty object when there is none, or the key is no hash. One round trip. */
export async function readSkuHash(redis: Redis, id: string): Promise<Record<string, string>> {
  try {
    return await redis.hGetAll(keys.sku(id));
  } catch (error) {
    if (!isWrongType(error)) throw error;
    logIgnored(id, "is no hash");
    return {};
  }
}
