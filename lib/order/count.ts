import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { type ShownStatus, shownStatuses } from "./schema.ts";

/** How many orders have each status. One round trip. */
export async function countOrders(): Promise<Record<ShownStatus, number>> {
  return withRedis(async (redis) => {
    const counts = await Promise.all(shownStatuses.map((status) => redis.zCard(keys.ordersOfStatus(status))));
    return Object.fromEntries(shownStatuses.map((status, i) => [status, counts[i] ?? 0])) as Record<
      ShownStatus,
      number
    >;
  });
}
