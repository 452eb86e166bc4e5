import { logError } from "#lib/log.ts";
import { addPendingOrder, fenceOrder } from "#lib/order/record.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { learnReplicas } from "#lib/redis/replication/replicas.ts";
import { now, readInterrupted } from "#lib/redis/tasks/pending-work.ts";
import { repeatAlone } from "#lib/redis/tasks/repeat.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { decideOrder, finishOrder } from "./finish.ts";
import { timeouts } from "./timeouts.ts";

/** Orders that one sweep looks at. */
const BATCH = 50;

/**
 * Decides and finishes one pending order, whoever began it. Up to eight round trips, and one for each line.
 * @param began score of its pending entry
 */
export async function resumeOrder(redis: Redis, id: string, began: number) {
  return finishOrder(redis, await decideOrder(redis, await fenceOrder(redis, id)), began);
}

/**
 * Finishes or undoes what a crash left. Each order is fenced before it is read: a slow process that still wants to
 * change it has to read it again and add it to the pending orders again. One round trip; for each order up to eight
 * more, and one for each line.
 * @returns how many pending orders it found
 */
export async function sweepOrders(redis: Redis): Promise<number> {
  const deadline = performance.now() + timeouts.sweepBudgetMs;
  const pending = await readInterrupted(redis, keys.ordersPending, timeouts.sweepAfterMs, BATCH);
  if (pending.length > 0) learnReplicas(redis);
  for (const { value: id, score: began } of pending) {
    if (performance.now() > deadline) break;
    try {
      if ((await resumeOrder(redis, id, began)) === "finished") continue;
    } catch (error) {
      if (isRedisAway(error)) throw error;
      logError("order-not-finished", error, { order: id });
    }
    // To the end of the list, so that orders which can't be finished never keep others from being looked at.
    await addPendingOrder(redis, id, now());
  }
  return pending.length;
}

/** Sweeps every second, in one process at a time, until the process exits. @returns a function that stops it */
export const startOrderSweeper = () => repeatAlone(1000, keys.ordersSweeper, sweepOrders);
