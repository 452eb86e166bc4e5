import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { addressGroup } from "#lib/client-address.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/** Codes that are none, from one address in an hour. A session says nothing here: whoever guesses takes a new one. */
const MISSES = 200;

const limiters = new WeakMap<Redis, RateLimiterRedis>();

function limiterOf(redis: Redis): RateLimiterRedis {
  let limiter = limiters.get(redis);
  if (!limiter) {
    const options = { storeClient: redis, useRedisPackage: true, keyPrefix: keys.limitDiscount };
    limiter = new RateLimiterRedis({ ...options, points: MISSES, duration: 3600 });
    limiters.set(redis, limiter);
  }
  return limiter;
}

/**
 * Seconds until an address may try a code again, or null when it may now. Only misses count, and only when they are
 * known as such: a hundred shoppers behind one address who use real codes at once are not kept waiting, and guesses
 * that are sent at once pass together, once. One round trip.
 */
export async function waitToGuess(address: string): Promise<number | null> {
  const found = await withRedis((redis) => limiterOf(redis).get(addressGroup(address)));
  if (!found || found.consumedPoints < MISSES) return null;
  return Math.max(1, Math.ceil(found.msBeforeNext / 1000));
}

/** Counts a code that is none. One round trip. */
export async function countMiss(address: string): Promise<void> {
  await withRedis((redis) => limiterOf(redis).consume(addressGroup(address))).catch((reason: unknown) => {
    if (!(reason instanceof RateLimiterRes)) throw reason;
  });
}
