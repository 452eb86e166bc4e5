import { GUEST_CART_SECONDS } from "../cart/schema.ts";
import { countItems } from "../cart/totals.ts";
import { withRedis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import type { Session } from "../session/schema.ts";
import { touchSession } from "../session/store.ts";
import type { Visit } from "./schema.ts";

/** Redis in Action, chapter 2: the newest 25 items that a visitor saw. */
const RECENT = 25;

/**
 * Records a page view in a live session and reads what the page shows of its visitor. Two round trips, a third when a
 * product was seen: the session decides before anything is written for its owner.
 * @returns null when the session is gone
 */
export async function recordVisit(session: Session, page: string, sku?: string): Promise<Visit | null> {
  return withRedis(async (redis) => {
    const owner = session.owner;
    const [touched, quantities, recent, exists] = await Promise.all([
      touchSession(redis, session.sid, page, 1),
      redis.hVals(keys.cart(owner.id)),
      redis.zRange(keys.recent(owner.id), 0, RECENT - 1, { REV: true }),
      sku ? redis.exists(keys.sku(sku)) : 0,
    ]);
    if (!touched) return null;
    let seen = recent;
    if (sku && exists) {
      seen = [sku, ...recent.filter((id) => id !== sku)].slice(0, RECENT);
      const key = keys.recent(owner.id);
      const write = redis
        .multi()
        .zAdd(key, { score: Date.now(), value: sku })
        .zRemRangeByRank(key, 0, -RECENT - 1);
      if (owner.guest) write.expire(key, GUEST_CART_SECONDS);
      await Promise.all([write.exec(), redis.zIncrBy(keys.viewed, 1, sku)]);
    }
    return { user: touched.user, cart: { totalItems: countItems(quantities) }, recent: seen };
  });
}
