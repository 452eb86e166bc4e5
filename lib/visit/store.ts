import { countItems } from "#lib/cart/totals.ts";
import { countShop } from "#lib/process/counters/counters.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { cachedOwner, cacheOwner } from "#lib/session/owner-cache.ts";
import type { Session } from "#lib/session/schema.ts";
import { touchSession } from "#lib/session/store.ts";
import { probablyExists, whichExist } from "#lib/sku/known-skus.ts";
import { countView } from "./popular.ts";
import { addToRecent, readRecent, withNewest } from "./recent.ts";
import type { Visit } from "./schema.ts";

/** Reads the personal part of a page: the quantities in the cart and the recently viewed SKUs. */
const readPersonalData = (redis: Redis, owner: string) =>
  [redis.hGetAll(keys.cart(owner)), readRecent(redis, owner)] as const;

/** The items in a cart, without those whose SKU is gone. */
async function countSold(redis: Redis, cart: Readonly<Record<string, string>>): Promise<number> {
  const ids = Object.keys(cart);
  if (ids.length === 0) return 0;
  const sold = await whichExist(redis, ids);
  return countItems(ids.map((id) => (sold.has(id) ? (cart[id] ?? "") : "")));
}

/**
 * Writes the effects of a view, once the session is known to exist. Nothing waits for these writes: the reply does not
 * need them, and as commands on a connection are processed in order, every later request of this process sees them.
 */
function writeView(redis: Redis, session: Session, sku: string | undefined, ranking: string): void {
  const writes: Promise<unknown>[] = [];
  if (session.user) {
    // XX: only an existing entry is updated; one that was removed is not added again.
    const entry = { score: session.lastActivity, value: session.sid };
    writes.push(redis.zAdd(keys.sessionsOf(session.user.id), entry, { condition: "XX" }));
  }
  if (sku) {
    writes.push(addToRecent(redis, session.owner, sku));
    countView(redis, ranking, sku);
  }
  Promise.all(writes).catch(() => {
    // If the writes fail, this view is simply not counted.
  });
}

/**
 * Records a page view and reads the personal part of the page: the session, the size of the cart, the recently viewed
 * SKUs. One round trip; two the first time that a process sees the session of a user, and when there is a SKU in the cart
 * that this process has not read in the last ten seconds.
 *
 * The keys are in different slots, so one script can't do it all. Reading is harmless, so everything is read together
 * with the touch. Writing for the owner needs an existing session, otherwise a copied cookie could change the list of a
 * user who has signed out. So the writes are sent after the touch has succeeded, and nothing waits for them.
 * @param page path of the page
 * @param sku that the page shows; an unknown one is ignored
 * @param ranking the key in which views are counted; the laboratory has its own
 * @returns null when the session has ended; then nothing was written
 */
export async function recordVisit(
  sid: string,
  page: string,
  sku?: string,
  ranking: string = keys.viewed,
): Promise<Visit | null> {
  return withRedis(async (redis) => {
    const presumedOwner = cachedOwner(sid).id;
    let [session, exists, quantities, recent] = await Promise.all([
      touchSession(redis, sid, page, 1),
      sku ? probablyExists(redis, sku) : false,
      ...readPersonalData(redis, presumedOwner),
    ]);
    if (!session) return null;
    countShop("pageViews");
    cacheOwner(session);
    const viewed = exists ? sku : undefined;
    writeView(redis, session, viewed, ranking);
    const owner = session.owner.id;
    if (owner !== presumedOwner) [quantities, recent] = await Promise.all(readPersonalData(redis, owner));
    const cart = { totalItems: await countSold(redis, quantities) };
    return { user: session.user, cart, recent: viewed ? withNewest(recent, viewed) : recent };
  });
}
