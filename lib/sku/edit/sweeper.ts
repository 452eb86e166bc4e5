import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { repeatAlone } from "#lib/redis/work/repeat.ts";
import { indexSku } from "./indexes.ts";

/** Older than the 2 s that a request may take, in milliseconds. */
const STUCK_MS = 3000;
const BATCH = 50;

/** Finishes the edits that a crash left half indexed. Seven round trips an edit. */
export async function sweepSkus(redis: Redis, stuckMs = STUCK_MS): Promise<void> {
  const oldest = { BY: "SCORE", LIMIT: { offset: 0, count: BATCH } } as const;
  const stuck = String(Date.now() - stuckMs);
  for (const work of await redis.zRange(keys.skusPending, "-inf", stuck, oldest)) {
    await indexSku(redis, work.split(" ")[0] ?? "", work);
  }
}

/** Sweeps every second for the rest of this process's life. @returns what stops it */
export const startSkuSweeper = () => repeatAlone(1000, keys.skusSweeper, (redis) => sweepSkus(redis));
