import { z } from "zod";
import { config } from "#lib/config.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { scanPages } from "#lib/redis/cluster.ts";
import { keys } from "#lib/redis/keys.ts";
import { evictGuest } from "#lib/session/scripts/evict-guest.ts";
import { guestIdOf } from "./identity.ts";

/**
 * The cap on sessions: above it the guests who were active least recently go first (Redis in Action, 2.1).
 *
 * The book keeps a sorted set of all sessions for this, which costs 128 bytes and a write for each page view. Here
 * nothing is kept: the count comes from DBSIZE, which is free, and only above the cap one process reads through the
 * keys, a thousand at a time, to find the second before which enough guests were last active. It runs beside the
 * requests, never in one.
 */

/** Sessions ended in one round trip, as in the book. */
const BATCH = 100;
const SCANNED = 1000;
/** No other process looks while one does, for this time at most, in seconds. */
const LOCK_SECONDS = 600;
/** How long nobody looks after that, in seconds, when there were far fewer sessions than keys, and when there were not. */
const LONG_PAUSE = 600;
const PAUSE = 55;

const activity = z.tuple([z.string().nullable(), z.coerce.number().nullable()]);

/** Calls `each` with the sids of guests and the second of their last activity, and counts the sessions. */
async function scanGuests(redis: Redis, each: (sid: string, second: number) => Promise<void> | void): Promise<number> {
  const prefix = keys.session("");
  let sessions = 0;
  for await (const page of scanPages(redis, { MATCH: `${prefix}*`, TYPE: "hash", COUNT: SCANNED })) {
    const hashes = await Promise.all(page.map((key) => redis.hmGet(key, ["user_id", "last_activity"])));
    for (const [i, key] of page.entries()) {
      const [userId, lastActivity] = activity.safeParse(hashes[i]).data ?? [null, null];
      if (lastActivity === null) continue;
      sessions++;
      if (userId === null) await each(key.slice(prefix.length), Math.floor(lastActivity));
    }
  }
  return sessions;
}

/** Ends guests who have not been active since they were looked at, with their carts, their wishlists and what they viewed. */
async function endGuests(redis: Redis, sids: readonly string[], before: number): Promise<number> {
  const ended = await Promise.all(sids.map((sid) => evictGuest(redis, { session: keys.session(sid), before })));
  const gone = sids.filter((_, i) => ended[i]).map(guestIdOf);
  const owned = gone.flatMap((id) => [keys.cart(id), keys.wishlist(id), keys.recent(id)]);
  await Promise.all(owned.map((key) => redis.del(key)));
  return gone.length;
}

async function endOldest(redis: Redis, limit: number): Promise<{ sessions: number; ended: number }> {
  const guestsOf = new Map<number, number>();
  const sessions = await scanGuests(redis, (_, second) => {
    guestsOf.set(second, (guestsOf.get(second) ?? 0) + 1);
  });
  let surplus = sessions - limit;
  if (surplus <= 0) return { sessions, ended: 0 };
  // Guests of seconds before the last one go all; of that one, as many as are still too many.
  let lastSecond = 0;
  let ofLastSecond = 0;
  for (const [second, guests] of [...guestsOf].sort(([a], [b]) => a - b)) {
    lastSecond = second;
    ofLastSecond = Math.min(guests, surplus);
    surplus -= ofLastSecond;
    if (surplus === 0) break;
  }
  let ended = 0;
  let batch: string[] = [];
  const flush = async () => {
    ended += await endGuests(redis, batch, lastSecond + 1);
    batch = [];
  };
  await scanGuests(redis, async (sid, second) => {
    if (second > lastSecond || (second === lastSecond && ofLastSecond-- <= 0)) return;
    batch.push(sid);
    if (batch.length === BATCH) await flush();
  });
  await flush();
  return { sessions, ended };
}

/**
 * Ends the least recently active guests above the cap, if there are more sessions than that and no other process is
 * at it. One round trip below the cap.
 * @param limit sessions
 * @returns how many were ended
 */
export async function enforceSessionLimit(limit = config().SESSION_LIMIT): Promise<number> {
  const redis = await withRedis(async (client) => {
    if ((await client.dbSize()) <= limit) return null;
    const lock = { condition: "NX", expiration: { type: "EX", value: LOCK_SECONDS } } as const;
    return (await client.set(keys.sessionCapLock, "1", lock)) === null ? null : client;
  });
  if (!redis) return 0;
  // Reading through all keys takes longer than a request may; each command still fails when Redis is away.
  const { sessions, ended } = await endOldest(redis, limit);
  await redis.expire(keys.sessionCapLock, sessions < limit * 0.9 ? LONG_PAUSE : PAUSE);
  return ended;
}
