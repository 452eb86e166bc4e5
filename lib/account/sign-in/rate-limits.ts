import { createHash } from "node:crypto";
import { config } from "#lib/config.ts";
import { addressGroup } from "#lib/net/client-address.ts";
import { makeTurns } from "#lib/process/turns.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { makeAddressLimit } from "#lib/redis/limits/address-limit.ts";
import { consume, consumePoint, giveBack, makeRateLimiter } from "#lib/redis/limits/rate-limiter.ts";
import { beginsBy } from "#lib/redis/timeouts.ts";

/**
 * Limits on guessing (OWASP ASVS 6.3.1), counted in Redis for all processes. A failure is counted before the password
 * is compared and taken back when it was right, so that guesses sent at once are not let through together.
 */

/** Failures in a row for one account from one address. The owner can still sign in from elsewhere. */
const accountLimiter = makeRateLimiter({
  prefix: keys.limitAccount,
  points: 10,
  durationSeconds: 900,
  blockSeconds: 900,
});
/** Failures for one account, from all addresses together. They refuse nobody; they slow guesses down. */
const nameCounter = makeRateLimiter({ prefix: keys.limitName, points: Number.MAX_SAFE_INTEGER, durationSeconds: 3600 });
/** Failures from one address, for all accounts together. */
const addressLimit = makeAddressLimit({
  prefix: keys.limitAddress,
  perHour: () => config().LIMIT_FAILED_SIGN_INS,
  perHourHere: 1000,
});
/** Accounts registered from one address. */
const registrationLimit = makeAddressLimit({
  prefix: keys.limitRegister,
  perHour: () => config().LIMIT_REGISTRATIONS,
  perHourHere: 1000,
});

/** Sessions that guests from one address are given. */
const sessionLimit = makeAddressLimit({
  prefix: keys.limitSessions,
  perHour: () => config().LIMIT_SESSIONS,
  perHourHere: Number.POSITIVE_INFINITY,
});

/** Challenges for passkeys that one address is given: each is a key in Redis for five minutes. */
const challengeLimit = makeAddressLimit({
  prefix: keys.limitChallenges,
  perHour: () => 300,
  perHourHere: 10_000,
});

/** What is guessed: each has counters of its own, so that a guess at one does not close another. */
export type GuessKind = "name" | "id" | "code";

/** What a name or id is counted under: hashed, because it is unvalidated input of any length. */
function digestOf(kind: GuessKind, name: string): string {
  return createHash("sha256").update(`${kind} ${name.toLowerCase()}`).digest("base64url").slice(0, 22);
}

/**
 * Attempts at one account from one address take turns. Each is counted as a failure until it succeeds, so twenty
 * simultaneous sign-ins with the right password would otherwise exceed the limit.
 */
const takeTurn = makeTurns(1);

/**
 * Compares a password or code, unless too many guesses have failed. Two round trips besides those of `compare`, three
 * when the guess is not wrong; one to three in all when a limit is crossed.
 * @param name of the account, known or not; or a user id
 * @param compare is told how many guesses at this account have failed within the hour, from everywhere, this one
 *   included, and by when it has to begin. "no" counts as a failure; "yes" clears the failures of the account from this
 *   address
 * @returns the verdict of `compare`, or the seconds to wait; "busy", with nothing counted, when so many attempts at the
 *   account come from this address that a request would wait too long
 * @throws RedisUnavailableError when the count can't be read: nobody is let in uncounted
 */
export async function limitGuesses<T extends "yes" | "no" | "busy">(
  kind: GuessKind,
  name: string,
  address: string,
  compare: (failures: number, until: number) => Promise<T>,
): Promise<T | "busy" | { retryAfter: number }> {
  const digest = digestOf(kind, name);
  const account = `${digest}:${addressGroup(address)}`;
  const until = beginsBy();
  const result = await takeTurn(account, until, async () => {
    // First and alone: an address that is closed must not fill Redis with the names that it invents.
    const addressWait = await withRedis((redis) => addressLimit.consume(redis, address));
    if (addressWait !== null) return { retryAfter: addressWait };
    const [accountWait, { consumedPoints }] = await withRedis((redis) =>
      Promise.all([consumePoint(accountLimiter(redis), account), consume(nameCounter(redis), digest)]),
    );
    if (accountWait !== null) {
      // Nothing was compared, so it must not count as a failure of the address, which others may share, or the account.
      await withRedis((redis) =>
        Promise.all([giveBack(nameCounter(redis), digest), addressLimit.giveBack(redis, address)]),
      );
      return { retryAfter: accountWait };
    }
    const verdict = await compare(consumedPoints, until);
    if (verdict === "no") return verdict;
    await withRedis((redis) => {
      const limiter = accountLimiter(redis);
      const clear = verdict === "yes" ? limiter.delete(account) : giveBack(limiter, account);
      return Promise.all([clear, giveBack(nameCounter(redis), digest), addressLimit.giveBack(redis, address)]);
    });
    return verdict;
  });
  return result ?? "busy";
}

/** Counts a registration. One round trip. @returns the seconds to wait, or null when it may go ahead */
export async function limitRegistrations(address: string): Promise<number | null> {
  return withRedis((redis) => registrationLimit.consume(redis, address));
}

/** Counts a new session of a guest. One round trip; none from this machine. @returns the seconds to wait, or null */
export async function limitGuestSessions(address: string): Promise<number | null> {
  return withRedis((redis) => sessionLimit.consume(redis, address));
}

/** Counts a challenge for a passkey. One round trip. @returns the seconds to wait, or null when it may be made */
export async function limitChallenges(address: string): Promise<number | null> {
  return withRedis((redis) => challengeLimit.consume(redis, address));
}
