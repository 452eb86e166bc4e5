import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { addressGroup } from "#lib/client-address.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/** Unknown codes per client address and hour. Not per session: an attacker would simply get a new one. */
const MAX_UNKNOWN_CODES = 200;

const limiters = new WeakMap<Redis, RateLimiterRedis>();

function limiterOf(redis: Redis): RateLimiterRedis {
  let limiter = limiters.get(redis);
  if (!limiter) {
    const options = { storeClient: redis, useRedisPackage: true, keyPrefix: keys.limitDiscount };
    limiter = new RateLimiterRedis({ ...options, points: MAX_UNKNOWN_CODES, duration: 3600 });
    limiters.set(redis, limiter);
  }
  return limiter;
}

/**
 * Seconds until an address may try a code again; null when it may now. Only unknown codes count, and only once they are
 * known to be unknown: many shoppers behind one address can use real codes at the same time, and one burst of parallel
 * attempts can exceed the limit. One round trip.
 */
export async function secondsUntilRetry(address: string): Promise<number | null> {
  const found = await withRedis((redis) => limiterOf(redis).get(addressGroup(address)));
  if (!found || found.consumedPoints < MAX_UNKNOWN_CODES) return null;
  return Math.max(1, Math.ceil(found.msBeforeNext / 1000));
}

/** Counts an attempt with an unknown code. One round trip. */
export async function countUnknownCode(address: string): Promise<void> {
  await withRedis((redis) => limiterOf(redis).consume(addressGroup(address))).catch((reason: unknown) => {
    if (!(reason instanceof RateLimiterRes)) throw reason;
  });
}
