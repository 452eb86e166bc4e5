import { randomBytes } from "node:crypto";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { deleteOtherSessions } from "#lib/session/user-sessions.ts";
import { nowSeconds } from "#lib/time.ts";
import { hashPassword, verifyPassword } from "#lib/user/password.ts";
import { releaseReservation } from "#lib/user/reservation.ts";
import { userHash } from "#lib/user/schema.ts";

/** The administrator of the first start is user 0, so that the first shopper is user 1, as the documents draw it. */
const ADMIN_ID = "0";

export type AdminResult =
  | { ok: true; username: string; newPassword: string | null }
  /** the name belongs to somebody else */
  | { ok: false; username: string };

/**
 * Sees to it that there is an administrator with this name, and with this password where one is configured. Without
 * one a password is made the first time and returned, once. May run in several processes at once. Three to five round trips.
 */
export async function ensureAdmin(username: string, password: string | undefined): Promise<AdminResult> {
  const known = await withRedis(async (redis) => userHash.safeParse(await redis.hGetAll(keys.user(ADMIN_ID))));
  const before = known.success ? known.data : null;
  const claimed = await withRedis(async (redis) => {
    await redis.set(keys.usernameToId(username), ADMIN_ID, { condition: "NX" });
    return (await redis.get(keys.usernameToId(username))) === ADMIN_ID;
  });
  if (!claimed) return { ok: false, username };
  const made = before?.password_hash || password ? null : randomBytes(12).toString("base64url");
  const wanted = password ?? made;
  const changed = wanted !== null && (await verifyPassword(wanted, before?.password_hash ?? null)) !== "yes";
  const hash = changed ? await hashPassword(wanted) : null;
  const result = await withRedis(async (redis): Promise<AdminResult> => {
    const key = keys.user(ADMIN_ID);
    const blank = { email: "", first_name: "", last_name: "", created_at: nowSeconds() };
    // An operator who took the role away meant it: a later start does not give it back.
    await redis.hSet(key, { ...(before ? {} : { ...blank, role: "admin" }), username });
    // Of two processes that make a password at the same moment, only the one whose hash is kept may print it.
    const kept =
      hash && (made ? await redis.hSetNX(key, "password_hash", hash) : await redis.hSet(key, "password_hash", hash));
    if (before && before.username.toLowerCase() !== username.toLowerCase()) {
      await releaseReservation(redis, keys.usernameToId(before.username), ADMIN_ID);
    }
    return { ok: true, username, newPassword: kept ? made : null };
  });
  if (changed && before) await deleteOtherSessions(ADMIN_ID, null);
  return result;
}
