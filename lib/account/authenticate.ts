import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { verifyPassword } from "#lib/user/password.ts";
import { confirmReservation } from "#lib/user/reservation.ts";
import { findStoredUser, getStoredUser, type StoredUser } from "#lib/user/store.ts";
import { type Client, slowDown } from "./known-devices.ts";
import { limitGuesses } from "./rate-limits.ts";

/** Why a password was refused; "mismatch" covers unknown names and wrong passwords alike. */
export type PasswordRefusal =
  | { ok: false; reason: "mismatch" | "busy" }
  /** told only to someone who knows the password */
  | { ok: false; reason: "disabled" }
  /** too many failures; `retryAfter` in seconds */
  | { ok: false; reason: "limited"; retryAfter: number };
export type Authentication = ({ ok: true } & StoredUser) | PasswordRefusal;

async function checkPassword(
  name: string,
  password: string,
  client: Client,
  find: () => Promise<StoredUser | null>,
): Promise<Authentication> {
  let found: StoredUser | null = null;
  const verdict = await limitGuesses(name, client.address, async (failures) => {
    found = await find();
    await slowDown(failures, found?.user.id ?? null, client);
    return verifyPassword(password, found?.passwordHash ?? null);
  });
  if (typeof verdict === "object") return { ok: false, reason: "limited", ...verdict };
  if (verdict === "busy") return { ok: false, reason: "busy" };
  const stored = found as StoredUser | null;
  if (!stored || verdict === "no") return { ok: false, reason: "mismatch" };
  return stored.user.disabled ? { ok: false, reason: "disabled" } : { ok: true, ...stored };
}

/**
 * Finds the user with this name and password. An unknown name, a wrong password and a user without a password all take
 * the same time. Five round trips and one bcrypt; one more and up to five seconds when many guesses at the account have
 * failed and the client is none of its known devices.
 * @throws RedisUnavailableError also when only the rate limits can't be read
 */
export async function authenticate(username: string, password: string, client: Client): Promise<Authentication> {
  const result = await checkPassword(username, password, client, () => findStoredUser(username));
  if (!result.ok) return result;
  // If the registration crashed before its last step, the first sign-in completes it.
  await withRedis((redis) => confirmReservation(redis, keys.usernameToId(username), result.user.id));
  return result;
}

/**
 * Checks the password of a signed-in user again. Failures are counted by user id: whoever holds the session could change
 * the name. Three round trips, one bcrypt.
 */
export async function confirmPassword(user: { id: string }, password: string, client: Client): Promise<Authentication> {
  return checkPassword(`#${user.id}`, password, client, () => getStoredUser(user.id));
}
