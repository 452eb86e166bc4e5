import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { readInterrupted } from "#lib/redis/tasks/pending-work.ts";
import { repeatAlone } from "#lib/redis/tasks/repeat.ts";
import { indexSku } from "./indexes.ts";

/** Longer than the 2 s that a request may take. An edit still pending after that was interrupted. */
const INTERRUPTED_MS = 3000;
const BATCH = 50;

/** Finishes the index updates of edits that a crash interrupted. Seven round trips per edit. */
export async function sweepSkus(redis: Redis, minAgeMs = INTERRUPTED_MS): Promise<void> {
  for (const { value: work } of await readInterrupted(redis, keys.skusPending, minAgeMs, BATCH)) {
    await indexSku(redis, work.split(" ")[0] ?? "", work);
  }
}

/** Sweeps every second, in one process at a time. @returns a function that stops it */
export const startSkuSweeper = () => repeatAlone(1000, keys.skusSweeper, (redis) => sweepSkus(redis));
