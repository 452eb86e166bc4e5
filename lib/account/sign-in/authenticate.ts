import { STRANGER } from "#lib/audit/schema.ts";
import { recordEvent } from "#lib/audit/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { verifyPassword } from "#lib/user/password.ts";
import { confirmReservation } from "#lib/user/reservation.ts";
import type { User } from "#lib/user/schema.ts";
import { findStoredUser, getStoredUser, type StoredUser } from "#lib/user/store.ts";
import { type Client, slowDown } from "./known-devices.ts";
import { type GuessKind, limitGuesses } from "./rate-limits.ts";

/** Why a password was refused; "mismatch" covers unknown names and wrong passwords alike. */
export type PasswordRefusal =
  | { ok: false; reason: "mismatch" | "busy" }
  /** told only to someone who knows the password */
  | { ok: false; reason: "disabled" }
  /** too many failures; `retryAfter` in seconds */
  | { ok: false; reason: "limited"; retryAfter: number };
export type Authentication = ({ ok: true } & StoredUser) | PasswordRefusal;

/** The failures within an hour that a user is shown: not each one, or strangers' would be all that is shown. */
const SHOWN_FAILURES = [1, 5, 10, 20, 50, 100, 200, 500, 1000];

interface Failure {
  what: "sign-in-failed" | "sign-in-refused";
  after: string;
  /** whose account it was, if there is such a one */
  user?: User | undefined;
  isShown?: boolean;
}

function recordFailure({ what, after, user, isShown = true }: Failure, client: Client): Promise<void> {
  const event = { what, who: STRANGER, on: user ? `user:${user.id}` : "", after, ...client };
  return recordEvent(event, { by: "stranger", user: isShown ? user?.id : undefined });
}

async function checkPassword(
  kind: GuessKind,
  name: string,
  password: string,
  client: Client,
  find: () => Promise<StoredUser | null>,
): Promise<Authentication> {
  let found: StoredUser | null = null;
  let failures = 0;
  const verdict = await limitGuesses(kind, name, client.address, async (count, until) => {
    failures = count;
    found = await find();
    await slowDown(count, found?.user.id ?? null, client, until);
    return verifyPassword(password, found?.passwordHash ?? null, until);
  });
  if (typeof verdict === "object") {
    await recordFailure({ what: "sign-in-refused", after: "too many failures" }, client);
    return { ok: false, reason: "limited", ...verdict };
  }
  if (verdict === "busy") return { ok: false, reason: "busy" };
  const stored = found as StoredUser | null;
  if (!stored || verdict === "no") {
    const isShown = SHOWN_FAILURES.includes(failures);
    const after = `${failures} within an hour`;
    await recordFailure({ what: "sign-in-failed", after, user: stored?.user, isShown }, client);
    return { ok: false, reason: "mismatch" };
  }
  if (!stored.user.disabled) return { ok: true, ...stored };
  await recordFailure({ what: "sign-in-refused", after: "disabled", user: stored.user }, client);
  return { ok: false, reason: "disabled" };
}

/**
 * Finds the user with this name and password. An unknown name, a wrong password and a user without a password all take
 * the same time. What fails is recorded. Six round trips and one bcrypt; one more and up to half a second when
 * many guesses at the account have failed and the client is none of its known devices.
 * @throws RedisUnavailableError also when only the rate limits can't be read
 */
export async function authenticate(username: string, password: string, client: Client): Promise<Authentication> {
  const result = await checkPassword("name", username, password, client, () => findStoredUser(username));
  if (!result.ok) return result;
  // If the registration crashed before its last step, the first sign-in completes it.
  await withRedis((redis) => confirmReservation(redis, keys.usernameToId(username), result.user.id));
  return result;
}

/**
 * Checks the password of a signed-in user again. Failures are counted by user id: whoever holds the session could
 * change the name. Four round trips, one bcrypt.
 */
export async function confirmPassword(user: { id: string }, password: string, client: Client): Promise<Authentication> {
  return checkPassword("id", user.id, password, client, () => getStoredUser(user.id));
}
