import { randomUUID } from "node:crypto";
import { type Redis, withRedis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import { defineScript } from "../redis/script.ts";
import { isRedisAway } from "../redis/unavailable.ts";
import { decideOrder, finishOrder } from "./finish.ts";
import { patience } from "./patience.ts";
import { fenceOrder } from "./record.ts";

const unlock = defineScript("unlock");

const EVERY_MS = 1000;
const BATCH = 50;
/** One sweep stays under the deadline of Redis work; the next goes on. */
const BUDGET_MS = 1000;
/** A sweeper that dies holds the others up no longer than this. Two at once would only do the same work twice. */
const LOCK_MS = 10_000;

/**
 * Finishes or undoes what a crash left behind. Fencing an order comes before looking at it: whoever still means to
 * change it has to look again, and announces that anew, which keeps it on the list.
 * @returns how many orders were looked at. Ten round trips an order, and one for each line.
 */
export async function sweepOrders(redis: Redis): Promise<number> {
  const oldest = { BY: "SCORE", LIMIT: { offset: 0, count: BATCH } } as const;
  const until = Date.now() + BUDGET_MS;
  const stuck = String(Date.now() - patience.stuckMs);
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

/** Sweeps unless another process does so now. */
export async function sweepOnce(redis: Redis): Promise<void> {
  const token = randomUUID();
  const expiration = { type: "PX", value: LOCK_MS } as const;
  if ((await redis.set(keys.ordersSweeper, token, { condition: "NX", expiration })) === null) return;
  try {
    await sweepOrders(redis);
  } finally {
    await unlock.run(redis, [keys.ordersSweeper], [token]);
  }
}

const SWEEPER = Symbol.for("fwr.sweeper");
const holder = globalThis as { [SWEEPER]?: NodeJS.Timeout };

/** Sweeps every second for the rest of this process's life. Further calls change nothing. */
export function startSweeper(): void {
  if (holder[SWEEPER]) return;
  let busy = false;
  holder[SWEEPER] = setInterval(async () => {
    if (busy) return;
    busy = true;
    // When Redis is away, the next second tries again.
    await withRedis(sweepOnce).catch((error) => isRedisAway(error) || console.error(error));
    busy = false;
  }, EVERY_MS).unref();
}
