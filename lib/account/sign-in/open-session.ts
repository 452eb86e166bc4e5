import { discardGuest, linkGuestOrders, mergeGuest } from "#lib/account/sign-in/merge-guest.ts";
import { findGuestRecovery } from "#lib/session/guest-recovery.ts";
import { guestIdOf } from "#lib/session/identity.ts";
import type { Session } from "#lib/session/schema.ts";
import { createSession, deleteSession, getSession } from "#lib/session/store.ts";
import { getStoredUser, type StoredUser } from "#lib/user/store.ts";

/**
 * Creates a session with a new sid for a user whose password has just been verified; null when they may no longer sign
 * in. Verifying takes a while, and meanwhile the password or the second factors may have changed, or the account may
 * have been disabled or deleted. Each of these writes the user first and then deletes their sessions. So the user is
 * read again once the session is in the index: either this sees the change, or the change sees this session. Two round
 * trips, four when the session is deleted again.
 */
export async function createUserSession(verified: StoredUser, device: string): Promise<Session | null> {
  const { user, passwordHash } = verified;
  const session = await createSession(user, device);
  const current = await getStoredUser(user.id);
  const isUnchanged = current?.passwordHash === passwordHash && current.user.factorsVersion === user.factorsVersion;
  if (isUnchanged && !current.user.disabled) return session;
  await deleteSession(session.sid, user.id);
  return null;
}

/** Ends the session with a sid, a guest's or a user's. Idempotent. Two to three round trips. */
async function endSessionBySid(sid: string): Promise<void> {
  await deleteSession(sid, (await getSession(sid))?.user?.id);
}

/**
 * Signs out: ends the session with a sid and, unless it is a user's, discards what the guest had, so that a copy of the
 * cookie brings nothing back. Idempotent. Three round trips, up to five for a guest.
 */
export async function signOutBySid(sid: string): Promise<void> {
  const user = (await getSession(sid))?.user;
  // First: after a crash in between, the session still lives and can be signed out again.
  if (!user) await discardGuest(guestIdOf(sid));
  await deleteSession(sid, user?.id);
}

/**
 * Signs in a user whose password was verified and replaces the browser's session: the sid is always new, the guest's
 * cart, wishlist and orders are merged, the old session is deleted. After a crash between these steps the browser still
 * has the old cookie, and signing in again completes them. Up to 13 round trips, and those of resolveCheckout when the
 * guest's cart is being checked out.
 * @param oldSid from the browser's cookie
 * @returns null when the user may no longer sign in
 */
export async function openUserSession(
  verified: StoredUser,
  oldSid: string | null,
  device: string,
): Promise<Session | null> {
  const session = await createUserSession(verified, device);
  if (!session) return null;
  if (oldSid) {
    // Also for the old session of a user, which has no guest cart: the merge leaves a mark, and requests still in flight
    // with the old cookie see it and do not set the cookie of a new guest.
    await mergeGuest(guestIdOf(oldSid), session.owner);
    await linkGuestOrders(guestIdOf(oldSid), verified.user);
    await endSessionBySid(oldSid);
  }
  return session;
}

/** A guest session, or none because this browser has just been signed in. */
export type OpenedSession = { ok: true; session: Session } | { ok: false; reason: "just-signed-in" };

/**
 * Creates a guest session to replace one that has expired or was merged into an account; the data of an expired guest
 * session is merged into it. One round trip for a first visit, up to ten for a guest who comes back after one session
 * has expired, two more for each further one.
 * @param oldSid from the browser's cookie
 */
export async function openGuestSession(oldSid: string | null, device: string): Promise<OpenedSession> {
  if (!oldSid) return { ok: true, session: await createSession(null, device) };
  const recovery = await findGuestRecovery(oldSid);
  if (recovery.kind === "just-signed-in") return { ok: false, reason: "just-signed-in" };
  if (recovery.kind === "recoverable") {
    const session = recovery.session ?? (await createSession(null, device, { sid: recovery.recoverySid }));
    await mergeGuest(guestIdOf(recovery.expiredSid), session.owner);
    return { ok: true, session };
  }
  // The password was verified before the cart was closed, so the guest's data belongs to that user.
  if (recovery.kind === "merged" && recovery.unfinishedMergeInto)
    await mergeGuest(guestIdOf(recovery.expiredSid), recovery.unfinishedMergeInto);
  return { ok: true, session: await createSession(null, device) };
}
