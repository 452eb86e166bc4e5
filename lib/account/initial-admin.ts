import { randomBytes } from "node:crypto";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { deleteOtherSessions } from "#lib/session/user-sessions.ts";
import { nowSeconds } from "#lib/time.ts";
import { hashPassword, verifyPassword } from "#lib/user/password.ts";
import { confirmReservation, reserveName, retireName } from "#lib/user/reservation.ts";
import { userHash } from "#lib/user/schema.ts";
import { INITIAL_ADMIN_ID } from "#lib/user/store.ts";

export type AdminResult =
  /** `newPassword` is null unless this call generated it */
  | { ok: true; username: string; newPassword: string | null }
  /** somebody else has the name */
  | { ok: false; username: string };

/**
 * Ensures that there is an administrator with this name and, if one is configured, this password. If none is configured
 * a password is generated on the first start and returned only then. May run in several processes at once. Three to
 * nine round trips, up to two bcrypts.
 */
export async function ensureAdmin(username: string, password: string | undefined): Promise<AdminResult> {
  const parsed = await withRedis(async (redis) => userHash.safeParse(await redis.hGetAll(keys.user(INITIAL_ADMIN_ID))));
  const existing = parsed.success ? parsed.data : null;
  const reserved = await withRedis(async (redis) => {
    await reserveName(redis, keys.usernameToId(username), INITIAL_ADMIN_ID);
    return confirmReservation(redis, keys.usernameToId(username), INITIAL_ADMIN_ID);
  });
  if (!reserved) return { ok: false, username };
  const generated = existing?.password_hash || password ? null : randomBytes(12).toString("base64url");
  const wanted = password ?? generated;
  const changed = wanted !== null && (await verifyPassword(wanted, existing?.password_hash ?? null)) !== "yes";
  const hash = changed ? await hashPassword(wanted) : null;
  const result = await withRedis(async (redis): Promise<AdminResult> => {
    const key = keys.user(INITIAL_ADMIN_ID);
    const defaults = { email: "", first_name: "", last_name: "", created_at: nowSeconds() };
    // If an operator has taken the role away, a later start does not restore it.
    await redis.hSet(key, { ...(existing ? {} : { ...defaults, role: "admin" }), username });
    // Of two processes that generate a password at the same moment, only the one whose hash was stored may print it.
    const stored =
      hash &&
      (generated ? await redis.hSetNX(key, "password_hash", hash) : await redis.hSet(key, "password_hash", hash));
    if (existing && existing.username.toLowerCase() !== username.toLowerCase()) {
      await retireName(redis, keys.usernameToId(existing.username), INITIAL_ADMIN_ID);
    }
    return { ok: true, username, newPassword: stored ? generated : null };
  });
  if (changed && existing) await deleteOtherSessions(INITIAL_ADMIN_ID, null);
  return result;
}
