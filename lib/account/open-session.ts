import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import type { Session } from "#lib/session/schema.ts";
import { createSession, deleteSession } from "#lib/session/store.ts";
import { parseUser, type StoredUser } from "#lib/user/store.ts";

/**
 * Begins the session of a user whose password has just been verified, under a new sid; null when they may not sign in
 * any more. Verifying takes a while, and what ends the sessions of a user (a new password, a shut or deleted account)
 * first writes the user and then looks for sessions. So the user is read again after the session was entered: either
 * this sees the change, or the change sees this session. Two round trips.
 */
export async function openUserSession(verified: StoredUser, device: string): Promise<Session | null> {
  const { user, passwordHash } = verified;
  const session = await createSession(user, device);
  const now = await withRedis(async (redis) => parseUser(user.id, await redis.hGetAll(keys.user(user.id))));
  if (now && !now.user.disabled && now.passwordHash === passwordHash) return session;
  await deleteSession(session.sid, user.id);
  return null;
}
