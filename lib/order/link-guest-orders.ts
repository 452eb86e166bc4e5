import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/**
 * What a guest has ordered under the e-mail address of the account that they sign in to is in its list from then on.
 * Under another address it stays theirs who gave it: more than one person may use a browser. Nothing is taken from
 * anywhere, so it may stop anywhere and be done again. One round trip for who has ordered nothing, else three.
 */
export async function adoptOrders(guestId: string, user: { id: string; email: string }): Promise<void> {
  await withRedis(async (redis) => {
    const orders = await redis.zRangeWithScores(keys.ordersOf(guestId), 0, -1);
    if (orders.length === 0) return;
    const emails = await Promise.all(orders.map(({ value }) => redis.hGet(keys.order(value), "email")));
    const own = orders.filter((_, i) => emails[i]?.toLowerCase() === user.email.toLowerCase());
    if (own.length > 0) await redis.zAdd(keys.ordersOf(user.id), own);
  });
}
