import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { verifyPassword } from "#lib/user/password.ts";
import { confirmReservation } from "#lib/user/reservation.ts";
import { findStoredUser, getStoredUser, type StoredUser } from "#lib/user/store.ts";
import { limitGuesses } from "./rate-limits.ts";

/** Why a password opened nothing; "mismatch" covers unknown names and wrong passwords alike. */
export type PasswordRefusal =
  | { ok: false; reason: "mismatch" | "busy" }
  /** told only to who knows the password */
  | { ok: false; reason: "disabled" }
  /** seconds */
  | { ok: false; reason: "limited"; retryAfter: number };
export type Authentication = ({ ok: true } & StoredUser) | PasswordRefusal;

async function check(
  name: string,
  password: string,
  address: string,
  find: () => Promise<StoredUser | null>,
): Promise<Authentication> {
  let found: StoredUser | null = null;
  const verdict = await limitGuesses(name, address, async () => {
    found = await find();
    return verifyPassword(password, found?.passwordHash ?? null);
  });
  if (typeof verdict === "object") return { ok: false, reason: "limited", ...verdict };
  if (verdict === "busy") return { ok: false, reason: "busy" };
  const user = found as StoredUser | null;
  if (!user || verdict === "no") return { ok: false, reason: "mismatch" };
  return user.user.disabled ? { ok: false, reason: "disabled" } : { ok: true, ...user };
}

/**
 * The user whose name and password these are. An unknown name, a wrong password and a user without a password take
 * the same time. Five round trips and one bcrypt.
 * @param address of the client, for the limits
 * @throws RedisUnavailableError also when only the limits can't be read
 */
export async function authenticate(username: string, password: string, address: string): Promise<Authentication> {
  const result = await check(username, password, address, () => findStoredUser(username));
  // A registration that stopped before its last step is completed by the first sign-in.
  if (result.ok) await withRedis((redis) => confirmReservation(redis, keys.usernameToId(username), result.user.id));
  return result;
}

/** Asks a signed-in user for the password once more; failures count as those of a sign-in do. */
export async function confirmPassword(
  user: { id: string; username: string },
  password: string,
  address: string,
): Promise<Authentication> {
  return check(user.username, password, address, () => getStoredUser(user.id));
}
