import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { findGuestRecovery } from "#lib/session/guest-recovery.ts";
import { guestIdOf } from "#lib/session/identity.ts";
import type { Session } from "#lib/session/schema.ts";
import { createSession, deleteSession, getSession } from "#lib/session/store.ts";
import { parseUser, type StoredUser } from "#lib/user/store.ts";
import { linkGuestOrders, mergeGuest } from "./merge-guest.ts";

/**
 * Creates the session of a user whose password has just been verified, under a new sid; null when they may not sign in
 * any more. Verifying takes a while, and what ends the sessions of a user (a new password, a disabled or deleted
 * account) first writes the user and then looks for sessions. So the user is read again after the session was entered:
 * either this sees the change, or the change sees this session. Two round trips.
 */
export async function createUserSession(verified: StoredUser, device: string): Promise<Session | null> {
  const { user, passwordHash } = verified;
  const session = await createSession(user, device);
  const now = await withRedis(async (redis) => parseUser(user.id, await redis.hGetAll(keys.user(user.id))));
  if (now && !now.user.disabled && now.passwordHash === passwordHash) return session;
  await deleteSession(session.sid, user.id);
  return null;
}

/** Ends the session of a sid, whoever's it is. Idempotent. Two to three round trips. */
export async function endSessionOf(sid: string): Promise<void> {
  await deleteSession(sid, (await getSession(sid))?.user?.id);
}

/**
 * Signs a user in whose password was verified, in place of the session that the browser had: always a new sid, the
 * guest's cart, wishlist and orders come along, the old session is deleted. A stop between the steps leaves the browser
 * with the old cookie, and signing in again completes them. Up to twelve round trips.
 * @param oldSid of the browser's cookie
 * @returns null when the user may not sign in any more
 */
export async function openUserSession(
  verified: StoredUser,
  oldSid: string | null,
  device: string,
): Promise<Session | null> {
  const session = await createUserSession(verified, device);
  if (!session) return null;
  if (oldSid) {
    // For a user's old session too, which has no cart of its own: the mark that is left tells requests still in flight
    // with the old cookie that they must not answer with a new guest's.
    await mergeGuest(guestIdOf(oldSid), session.owner);
    await linkGuestOrders(guestIdOf(oldSid), verified.user);
    await endSessionOf(oldSid);
  }
  return session;
}

/** A session, or why there can't be one: the same browser is just being signed in. */
export type OpenedSession = { ok: true; session: Session } | { ok: false; reason: "signed-in" };

/**
 * Creates a guest session in place of one that has expired or whose cart was handed over; what the guest had comes
 * along. One round trip for a first visit, up to five for a guest who comes back.
 * @param oldSid of the browser's cookie
 */
export async function openGuestSession(oldSid: string | null, device: string): Promise<OpenedSession> {
  if (!oldSid) return { ok: true, session: await createSession(null, device) };
  const found = await findGuestRecovery(oldSid);
  if (found.kind === "signed-in") return { ok: false, reason: "signed-in" };
  if (found.kind === "guest") {
    const session = found.live ?? (await createSession(null, device, { sid: found.sid }));
    await mergeGuest(guestIdOf(found.from), session.owner);
    return { ok: true, session };
  }
  // The password was verified before the cart was closed, so what the guest had belongs to that user.
  if (found.kind === "used" && found.unfinishedMergeInto)
    await mergeGuest(guestIdOf(found.from), found.unfinishedMergeInto);
  return { ok: true, session: await createSession(null, device) };
}
