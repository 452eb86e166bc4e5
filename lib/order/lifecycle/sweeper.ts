import { fenceOrder } from "#lib/order/record.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { repeatAlone } from "#lib/redis/work/repeat.ts";
import { decideOrder, finishOrder } from "./finish.ts";
import { timeouts } from "./timeouts.ts";

const BATCH = 50;
/** One sweep stays under the deadline of Redis work; the next goes on. */
const BUDGET_MS = 1000;

/**
 * Finishes or undoes what a crash left behind. Fencing an order comes before looking at it: whoever still means to
 * change it has to look again, and announces that anew, which keeps it on the list.
 * @returns how many orders were looked at. Ten round trips an order, and one for each line.
 */
export async function sweepOrders(redis: Redis): Promise<number> {
  const oldest = { BY: "SCORE", LIMIT: { offset: 0, count: BATCH } } as const;
  const until = Date.now() + BUDGET_MS;
  const stuck = String(Date.now() - timeouts.stuckMs);
  const work = await redis.zRangeWithScores(keys.ordersPending, "-inf", stuck, oldest);
  for (const { value: id, score: began } of work) {
    if (Date.now() > until) break;
    try {
      const order = await fenceOrder(redis, id);
      await finishOrder(redis, await decideOrder(redis, order), began);
    } catch (error) {
      if (isRedisAway(error)) throw error;
      // One order that can't be read must not keep the others waiting.
      console.error(`Order ${id} could not be finished`, error);
    }
  }
  return work.length;
}

/** Sweeps every second for the rest of this process's life. @returns what stops it */
export const startOrderSweeper = () => repeatAlone(1000, keys.ordersSweeper, sweepOrders);
