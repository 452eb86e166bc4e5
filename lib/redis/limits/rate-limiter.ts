import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { Redis } from "#lib/redis/client.ts";
import { isDamage, noteDamaged } from "#lib/redis/damaged.ts";

interface RateLimit {
  /** of the Redis keys, which are `<prefix>:<key>` */
  prefix: string;
  /** how many are allowed in one window; a function where that is configured */
  points: number | (() => number);
  durationSeconds: number;
  /** how long a key is blocked once it has exceeded its points; 0, the default: until the window ends */
  blockSeconds?: number;
}

/**
 * Makes a rate limiter that counts in Redis, for all processes. rate-limiter-flexible binds a limiter to one client, so
 * there is one for each client that the process has had.
 * @returns the limiter for a client
 */
export function makeRateLimiter(limit: RateLimit): (redis: Redis) => RateLimiterRedis {
  const { prefix, points, durationSeconds, blockSeconds = 0 } = limit;
  const limiters = new WeakMap<Redis, RateLimiterRedis>();
  return (redis) => {
    let limiter = limiters.get(redis);
    if (!limiter) {
      limiter = new RateLimiterRedis({
        ...{ storeClient: redis, useRedisPackage: true, keyPrefix: prefix },
        points: typeof points === "function" ? points() : points,
        ...{ duration: durationSeconds, blockDuration: blockSeconds },
      });
      limiters.set(redis, limiter);
    }
    return limiter;
  };
}

/** Whole seconds until a key may try again, at least 1. */
export function secondsToWait({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000));
}

/** Counts at a key; what is there and can't be counted on is removed first, and is no secret of anybody's. */
async function counting<T>(limiter: RateLimiterRedis, key: string, count: () => Promise<T>): Promise<T> {
  try {
    return await count();
  } catch (error) {
    if (!isDamage(error)) throw error;
    noteDamaged(limiter.getKey(key), "no counter; begins anew");
    await limiter.delete(key);
    return count();
  }
}

/** Consumes one point. One round trip, two when the limit is crossed. @throws RateLimiterRes when there is none left */
export const consume = (limiter: RateLimiterRedis, key: string) => counting(limiter, key, () => limiter.consume(key));

/** Gives one point back. One round trip. */
export const giveBack = (limiter: RateLimiterRedis, key: string) => counting(limiter, key, () => limiter.reward(key));

/**
 * Consumes one point of a key. One round trip, two when the limit is crossed.
 * @returns null when it was allowed, else the seconds to wait
 */
export async function consumePoint(limiter: RateLimiterRedis, key: string): Promise<number | null> {
  try {
    await consume(limiter, key);
    return null;
  } catch (reason) {
    if (reason instanceof RateLimiterRes) return secondsToWait(reason);
    throw reason;
  }
}
