import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/**
 * The version of what the keys of the store hold (docs/data-model.md). It is raised when data of an older version has to
 * be converted, by a step in `lib/upgrade`; a new key or field alone needs none.
 *
 * - 0: stores from before the version was kept
 * - 1: who used a discount code is in `{discount:<CODE>}:uses` instead of `:used_by`
 */
export const DATA_FORMAT = 1;

/** The version of the data in Redis; 0 where none is kept. One round trip. */
export async function readDataFormat(): Promise<number> {
  const found = await withRedis((redis) => redis.get(keys.dataFormat));
  // What somebody else wrote there is no version that this program knows.
  return found === null ? 0 : /^\d{1,9}$/.test(found) ? Number(found) : Number.POSITIVE_INFINITY;
}

/** Notes the version of the data. One round trip. */
export async function writeDataFormat(version: number): Promise<void> {
  await withRedis((redis) => redis.set(keys.dataFormat, version));
}

/** The restore that was not completed, in words: its file and when it began; null when there is none. One round trip. */
export async function readUnfinishedRestore(): Promise<string | null> {
  return withRedis((redis) => redis.get(keys.unfinishedRestore));
}
