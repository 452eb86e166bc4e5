import { z } from "zod";
import { config } from "#lib/config.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { scanPages } from "#lib/redis/cluster.ts";
import { keys } from "#lib/redis/keys.ts";
import { evictGuest } from "#lib/session/scripts/evict-guest.ts";
import { guestIdOf } from "./identity.ts";

/**
 * The limit on sessions: above it the least recently active guests are evicted (Redis in Action, section 2.1).
 *
 * The book keeps a sorted set of all sessions for this, which costs 128 bytes a session and a write for each page view.
 * Here there is no index: DBSIZE gives an upper bound at no cost, and only above the limit does one process scan the
 * keys, a thousand at a time, to find the second before which enough guests were last active. This runs in the
 * background, never in a request.
 */

/** Sessions evicted in one round trip, as in the book. */
const BATCH = 100;
/** Keys that one SCAN looks at. */
const SCAN_COUNT = 1000;
/** While one process scans, no other does, for at most this time. */
const LOCK_SECONDS = 600;
/** How long no process scans again: longer when the database holds far fewer sessions than keys. */
const LONG_PAUSE_SECONDS = 600;
const PAUSE_SECONDS = 55;

const activity = z.tuple([z.string().nullable(), z.coerce.number().nullable()]);

/** Calls `visit` with the sid of each guest and the second of their last activity. @returns the number of sessions */
async function scanGuests(redis: Redis, visit: (sid: string, second: number) => Promise<void> | void): Promise<number> {
  const prefix = keys.session("");
  let sessions = 0;
  for await (const page of scanPages(redis, { MATCH: `${prefix}*`, TYPE: "hash", COUNT: SCAN_COUNT })) {
    const hashes = await Promise.all(page.map((key) => redis.hmGet(key, ["user_id", "last_activity"])));
    for (const [i, key] of page.entries()) {
      const [userId, lastActivity] = activity.safeParse(hashes[i]).data ?? [null, null];
      if (lastActivity === null) continue;
      sessions++;
      if (userId === null) await visit(key.slice(prefix.length), Math.floor(lastActivity));
    }
  }
  return sessions;
}

/** Evicts guests who were last active before a second, with their carts, wishlists and recently viewed products. */
async function evictGuests(redis: Redis, sids: readonly string[], before: number): Promise<number> {
  const results = await Promise.all(sids.map((sid) => evictGuest(redis, { session: keys.session(sid), before })));
  const evicted = sids.filter((_, i) => results[i]).map(guestIdOf);
  const owned = evicted.flatMap((id) => [keys.cart(id), keys.wishlist(id), keys.recent(id)]);
  await Promise.all(owned.map((key) => redis.del(key)));
  return evicted.length;
}

async function evictOldest(redis: Redis, limit: number): Promise<{ sessions: number; evicted: number }> {
  const guestsOf = new Map<number, number>();
  const sessions = await scanGuests(redis, (_, second) => {
    guestsOf.set(second, (guestsOf.get(second) ?? 0) + 1);
  });
  let surplus = sessions - limit;
  if (surplus <= 0) return { sessions, evicted: 0 };
  // All guests of the seconds before the last one are evicted; of the last one, only as many as are still too many.
  let lastSecond = 0;
  let ofLastSecond = 0;
  for (const [second, guests] of [...guestsOf].sort(([a], [b]) => a - b)) {
    lastSecond = second;
    ofLastSecond = Math.min(guests, surplus);
    surplus -= ofLastSecond;
    if (surplus === 0) break;
  }
  let evicted = 0;
  let batch: string[] = [];
  const flush = async () => {
    evicted += await evictGuests(redis, batch, lastSecond + 1);
    batch = [];
  };
  await scanGuests(redis, async (sid, second) => {
    if (second > lastSecond || (second === lastSecond && ofLastSecond-- <= 0)) return;
    batch.push(sid);
    if (batch.length === BATCH) await flush();
  });
  await flush();
  return { sessions, evicted };
}

/**
 * Evicts the least recently active guests if there are more sessions than the limit and no other process is evicting.
 * One round trip while the database has no more keys than that.
 * @param limit number of sessions
 * @returns how many were evicted
 */
export async function enforceSessionLimit(limit = config().SESSION_LIMIT): Promise<number> {
  const redis = await withRedis(async (client) => {
    if ((await client.dbSize()) <= limit) return null;
    const lock = { condition: "NX", expiration: { type: "EX", value: LOCK_SECONDS } } as const;
    return (await client.set(keys.evictionLock, "1", lock)) === null ? null : client;
  });
  if (!redis) return 0;
  // Outside withRedis: scanning all keys takes longer than its deadline. Each command still fails when Redis is away.
  const { sessions, evicted } = await evictOldest(redis, limit);
  await redis.expire(keys.evictionLock, sessions < limit * 0.9 ? LONG_PAUSE_SECONDS : PAUSE_SECONDS);
  return evicted;
}
