import { crc16, slotOf } from "#lib/migration/records/crc16.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { isCluster } from "#lib/redis/replication/await-replicas.ts";

/**
 * Who may write. While Redis leads, a fence stands in each slot of a cluster (on one server there is a single one), and
 * scripts that lead look at it: once it is gone, no change that Redis leads can begin, however late a process wakes up.
 */

/** "both": Redis leads and SQL follows. "only": there is no SQL any more. */
export type FenceMode = "both" | "only";

const SLOTS = 16_384;

/** A tag for each slot; made once, when a cluster first needs it (some 0.1 s). */
let tags: string[] | undefined;

function tagOf(slot: number): string {
  if (!tags) {
    const found: string[] = [];
    for (let n = 0, count = 0; count < SLOTS; n++) {
      const tag = String(n);
      const of = crc16(tag) & (SLOTS - 1);
      if (found[of] !== undefined) continue;
      found[of] = tag;
      count++;
    }
    tags = found;
  }
  return tags[slot] ?? "";
}

/** The fence that a script which writes a key has to look at. */
export function fenceOf(redis: Redis, key: string): string {
  return keys.migrationFence(isCluster(redis) ? tagOf(slotOf(key)) : undefined);
}

function listFences(redis: Redis): string[] {
  if (!isCluster(redis)) return [keys.migrationFence()];
  return Array.from({ length: SLOTS }, (_, slot) => keys.migrationFence(tagOf(slot)));
}

/** Lets Redis lead, or no longer. One round trip; in a cluster 16,384 commands. */
export async function setFences(redis: Redis, mode: FenceMode | null): Promise<void> {
  await Promise.all(listFences(redis).map((fence) => (mode ? redis.set(fence, mode) : redis.del(fence))));
}
