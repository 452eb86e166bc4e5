import { removeRecipient } from "#lib/order/scripts/remove-recipient.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/** Orders changed in one round trip. */
const BATCH = 200;

async function anonymizeBatch(redis: Redis, ids: readonly string[]): Promise<void> {
  const emails = await Promise.all(ids.map((id) => removeRecipient(redis, { order: keys.order(id) })));
  await Promise.all(ids.flatMap((id, i) => (emails[i] ? redis.zRem(keys.ordersOfEmail(emails[i]), id) : [])));
}

/**
 * Removes name, e-mail and address from every order of a user whose account is deleted; lines, totals and the country
 * stay. It may be repeated after a crash at any point. Three round trips for each 200 orders, one when there are none.
 */
export async function anonymizeOrders(owner: string): Promise<void> {
  for (let first = 0; ; first += BATCH) {
    const ids = await withRedis(async (redis) => {
      const batch = await redis.zRange(keys.ordersOf(owner), first, first + BATCH - 1);
      if (batch.length > 0) await anonymizeBatch(redis, batch);
      return batch;
    });
    if (ids.length < BATCH) return;
  }
}
