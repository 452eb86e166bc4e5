import { countItems } from "#lib/cart/totals.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { cachedOwner, cacheOwner } from "#lib/session/owner-cache.ts";
import type { Session } from "#lib/session/schema.ts";
import { touchSession } from "#lib/session/store.ts";
import { readRecent, withNewest, writeRecent } from "./recent.ts";
import type { Visit } from "./schema.ts";

/** What a page shows of its visitor, whoever that is: the quantities in the cart and the recently viewed. */
const readPersonal = (redis: Redis, owner: string) =>
  [redis.hVals(keys.cart(owner)), readRecent(redis, owner)] as const;

/**
 * Writes what follows from a view, now that the session is known to live. Nobody waits for it: the reply needs none
 * of it, and the order of commands on the connection lets every later request of this process see it.
 */
function writeView(redis: Redis, session: Session, sku: string | undefined, ranking: string): void {
  const writes: Promise<unknown>[] = [];
  if (session.user) {
    // XX: only an entry that is there is moved; one that was taken out stays out.
    const entry = { score: session.lastActivity, value: session.sid };
    writes.push(redis.zAdd(keys.sessionsOf(session.user.id), entry, { condition: "XX" }));
  }
  if (sku) writes.push(writeRecent(redis, session.owner, sku), redis.zIncrBy(ranking, 1, sku));
  Promise.all(writes).catch(() => {
    // A view that Redis did not take is a view that was not counted.
  });
}

/**
 * Records a page view and reads what the page shows of its visitor: the touch, the size of the cart, the recently
 * viewed. One round trip; two the first time that a process sees a signed-in session.
 *
 * The keys lie in different slots, so no script can hold them all. Reading needs no permission, so everything is read
 * together with the touch. Writing for the owner needs a session that lives, or a copied cookie could write into the
 * list of a user who has signed out; so the writes set out when the touch has said so, and are not waited for.
 * @param ranking the key in which views are counted; the laboratory has one of its own
 * @returns null when the session is gone; nothing was written then
 */
export async function recordVisit(
  sid: string,
  page: string,
  sku?: string,
  ranking: string = keys.viewed,
): Promise<Visit | null> {
  return withRedis(async (redis) => {
    const guess = cachedOwner(sid).id;
    let [session, exists, quantities, recent] = await Promise.all([
      touchSession(redis, sid, page, 1),
      sku ? redis.exists(keys.sku(sku)) : 0,
      ...readPersonal(redis, guess),
    ]);
    if (!session) return null;
    cacheOwner(session);
    const seen = exists ? sku : undefined;
    writeView(redis, session, seen, ranking);
    if (guess !== session.owner.id) [quantities, recent] = await Promise.all(readPersonal(redis, session.owner.id));
    const cart = { totalItems: countItems(quantities) };
    return { user: session.user, cart, recent: seen ? withNewest(recent, seen) : recent };
  });
}
