import { nowMs } from "#lib/time.ts";
import { ContentDigest } from "./digest.ts";
import type { RunRedis } from "./one-connection.ts";
import { readKeys } from "./read-key.ts";
import { decodeText, type KeyRecord } from "./record.ts";

/** Compares the store with a backup: key by key, by digests. */

/** Differences that are named. */
const MAX_NAMED = 10;

const idOf = ({ key }: Pick<KeyRecord, "key">) => (typeof key === "string" ? key : `base64 ${key.base64}`);

interface Wanted {
  record: KeyRecord;
  digest: ContentDigest;
}

/** What the keys hold in the store, by their names. */
async function digestStore(run: RunRedis, wanted: readonly Wanted[]): Promise<Map<string, ContentDigest>> {
  const found = new Map<string, ContentDigest>();
  const names = wanted.map(({ record }) => Buffer.from(decodeText(record.key)));
  for await (const records of readKeys(run, names, { changing: false }))
    for (const record of records) {
      const digest = found.get(idOf(record)) ?? new ContentDigest();
      digest.add(record);
      found.set(idOf(record), digest);
    }
  return found;
}

/**
 * Compares a backup with a store that nobody changes. A key that has expired meanwhile may be gone.
 * @returns names of keys that differ, at most ten
 */
export async function compareWithStore(
  run: RunRedis,
  batches: AsyncIterable<KeyRecord[]>,
  onProgress?: (done: number) => void,
): Promise<string[]> {
  // A SCAN may have met a key twice: the later line of the two is what was written last.
  const different = new Set<string>();
  let present: Wanted | null = null;
  let done = 0;
  for await (const records of batches) {
    const complete: Wanted[] = [];
    for (const record of records) {
      if (record.part === undefined || !present) present = { record, digest: new ContentDigest() };
      present.digest.add(record);
      if (!record.more) complete.push(present);
    }
    const found = await digestStore(run, complete);
    for (const { record, digest } of complete) {
      const stored = found.get(idOf(record));
      const hasExpired = record.expiresAt !== undefined && record.expiresAt <= nowMs();
      const isSame = stored ? String(stored) === String(digest) : hasExpired;
      if (isSame) different.delete(idOf(record));
      else if (different.size < MAX_NAMED) different.add(idOf(record));
    }
    done += complete.length;
    onProgress?.(done);
  }
  return [...different];
}
