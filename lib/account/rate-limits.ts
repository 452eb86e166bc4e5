import { createHash } from "node:crypto";
import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { addressGroup } from "#lib/client-address.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/**
 * Limits on guessing, counted in Redis for all processes. A failure is counted before the password is compared and
 * taken back when it was right, so that guesses sent at once are not let through together.
 */
const LIMITS = {
  /** failures in a row for one account from one address: the owner still gets in from elsewhere */
  account: { prefix: keys.limitAccount, points: 10, duration: 900, blockDuration: 900 },
  /** failures from one address, whatever the account */
  address: { prefix: keys.limitAddress, points: 1000, duration: 3600, blockDuration: 0 },
  /** accounts made from one address */
  register: { prefix: keys.limitRegister, points: 1000, duration: 3600, blockDuration: 0 },
} as const;
type Limit = keyof typeof LIMITS;

const limiters = new WeakMap<Redis, Record<Limit, RateLimiterRedis>>();

function limitersOf(redis: Redis): Record<Limit, RateLimiterRedis> {
  let found = limiters.get(redis);
  if (!found) {
    const make = ({ prefix, ...limit }: (typeof LIMITS)[Limit]) =>
      new RateLimiterRedis({ storeClient: redis, useRedisPackage: true, keyPrefix: prefix, ...limit });
    found = { account: make(LIMITS.account), address: make(LIMITS.address), register: make(LIMITS.register) };
    limiters.set(redis, found);
  }
  return found;
}

/** Seconds to wait, or null when it was admitted. One round trip, two when a limit is crossed. */
async function count(redis: Redis, limit: Limit, key: string): Promise<number | null> {
  try {
    await limitersOf(redis)[limit].consume(key);
    return null;
  } catch (reason) {
    if (reason instanceof RateLimiterRes) return Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
    throw reason;
  }
}

/** Names are cut to a digest: they come from outside and may be long. */
const accountKey = (name: string, address: string) =>
  `${createHash("sha256").update(name.toLowerCase()).digest("base64url").slice(0, 22)}:${addressGroup(address)}`;

const lines = new Map<string, Promise<unknown>>();

/** Attempts on one account from one address wait for each other, so that twenty right ones at once are not ten too many. */
async function inLine<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = lines.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.catch(() => {});
  lines.set(key, settled);
  try {
    return await mine;
  } finally {
    if (lines.get(key) === settled) lines.delete(key);
  }
}

/**
 * Lets a password be compared, unless too many guesses have failed.
 * @param name of the account, known or not
 * @param compare "no" counts as a failure; "yes" forgives those before it
 * @returns what `compare` said, or the seconds to wait
 * @throws RedisUnavailableError when the count can't be read: nobody is let in uncounted
 */
export async function limitGuesses<T extends "yes" | "no" | "busy">(
  name: string,
  address: string,
  compare: () => Promise<T>,
): Promise<T | { retryAfter: number }> {
  const account = accountKey(name, address);
  const group = addressGroup(address);
  return inLine(account, async () => {
    const waits = await withRedis((redis) =>
      Promise.all([count(redis, "account", account), count(redis, "address", group)]),
    );
    const retryAfter = Math.max(waits[0] ?? 0, waits[1] ?? 0);
    if (retryAfter > 0) {
      // What was not compared is no failure of the address, which others may share.
      if (waits[1] === null) await withRedis((redis) => limitersOf(redis).address.reward(group));
      return { retryAfter };
    }
    const verdict = await compare();
    if (verdict === "no") return verdict;
    await withRedis((redis) => {
      const { account: ofAccount, address: ofAddress } = limitersOf(redis);
      const forgive = verdict === "yes" ? ofAccount.delete(account) : ofAccount.reward(account);
      return Promise.all([forgive, ofAddress.reward(group)]);
    });
    return verdict;
  });
}

/** Counts a registration. @returns the seconds to wait, or null when it may go on */
export async function limitRegistrations(address: string): Promise<number | null> {
  return withRedis((redis) => count(redis, "register", addressGroup(address)));
}
