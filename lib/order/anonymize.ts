import { removeRecipient } from "#lib/order/scripts/remove-recipient.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/** Orders read in one round trip. */
const BATCH = 200;

async function forgetBatch(redis: Redis, ids: readonly string[]): Promise<void> {
  const emails = await Promise.all(ids.map((id) => removeRecipient(redis, { order: keys.order(id) })));
  await Promise.all(ids.flatMap((id, i) => (emails[i] ? redis.zRem(keys.ordersOfEmail(emails[i]), id) : [])));
}

/**
 * Takes name, e-mail and street from every order of a user who leaves; lines, totals and the country stay. It may stop
 * anywhere and be done again. Three round trips for each 200 orders.
 */
export async function anonymizeOrders(owner: string): Promise<void> {
  for (let first = 0; ; first += BATCH) {
    const ids = await withRedis(async (redis) => {
      const batch = await redis.zRange(keys.ordersOf(owner), first, first + BATCH - 1);
      if (batch.length > 0) await forgetBatch(redis, batch);
      return batch;
    });
    if (ids.length < BATCH) return;
  }
}
