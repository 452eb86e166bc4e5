import { addressGroup, isLocalClient } from "#lib/net/client-address.ts";
import type { Redis } from "#lib/redis/client.ts";
import { consumePoint, giveBack, makeRateLimiter } from "./rate-limiter.ts";

interface AddressLimitOptions {
  /** of the Redis keys, which are `<prefix>:<address>` */
  prefix: string;
  /** allowed in an hour from one address; read when first needed, as it is configured */
  perHour: () => number;
  /** the same for this machine; Infinity when it is not limited */
  perHourHere: number;
}

/** A limit on what one client address may do in an hour. */
export interface AddressLimit {
  /**
   * Counts one. One round trip; none from this machine where it is not limited.
   * @returns seconds to wait, null when allowed
   */
  consume(redis: Redis, address: string): Promise<number | null>;
  /** Takes one back that did not happen. One round trip. */
  giveBack(redis: Redis, address: string): Promise<void>;
}

/**
 * Makes a limit on a client address. This machine has a limit of its own: load tests run here, and behind a proxy that
 * is not named in TRUSTED_PROXIES all visitors seem to come from here and would be locked out together.
 */
export function makeAddressLimit({ prefix, perHour, perHourHere }: AddressLimitOptions): AddressLimit {
  const away = makeRateLimiter({ prefix, points: perHour, durationSeconds: 3600 });
  const here = makeRateLimiter({ prefix, points: () => perHourHere, durationSeconds: 3600 });
  const limiterFor = (redis: Redis, address: string) => {
    if (!isLocalClient(address)) return away(redis);
    return perHourHere === Number.POSITIVE_INFINITY ? null : here(redis);
  };
  return {
    async consume(redis, address) {
      const limiter = limiterFor(redis, address);
      return limiter && consumePoint(limiter, addressGroup(address));
    },
    async giveBack(redis, address) {
      const limiter = limiterFor(redis, address);
      if (limiter) await giveBack(limiter, addressGroup(address));
    },
  };
}
