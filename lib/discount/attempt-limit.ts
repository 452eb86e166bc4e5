import { addressGroup } from "#lib/net/client-address.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { consumePoint, makeRateLimiter, secondsToWait } from "#lib/redis/limits/rate-limiter.ts";

/** Unknown codes per client address and hour. Not per session: an attacker would simply get a new one. */
const MAX_UNKNOWN_CODES = 200;

const limiterOf = makeRateLimiter({ prefix: keys.limitDiscount, points: MAX_UNKNOWN_CODES, durationSeconds: 3600 });

/**
 * Seconds until an address may try a code again; null when it may now. Only unknown codes count, and only once they are
 * known to be unknown: many shoppers behind one address can use real codes at the same time, and one burst of parallel
 * attempts can exceed the limit. One round trip.
 */
export async function secondsUntilRetry(address: string): Promise<number | null> {
  const found = await withRedis((redis) => limiterOf(redis).get(addressGroup(address)));
  if (!found || found.consumedPoints < MAX_UNKNOWN_CODES) return null;
  return secondsToWait(found);
}

/** Counts an attempt with an unknown code. One round trip. */
export async function countUnknownCode(address: string): Promise<void> {
  await withRedis((redis) => consumePoint(limiterOf(redis), addressGroup(address)));
}
