import { type Client, rememberDevice } from "#lib/account/sign-in/known-devices.ts";
import {
  type OpenedSession,
  openGuestSession,
  openUserSession,
  signOutBySid,
} from "#lib/account/sign-in/open-session.ts";
import { limitGuestSessions } from "#lib/account/sign-in/rate-limits.ts";
import { withRedis } from "#lib/redis/client.ts";
import { cachedOwner, cacheOwner } from "#lib/session/owner-cache.ts";
import type { Session } from "#lib/session/schema.ts";
import { getSession, touchSession } from "#lib/session/store.ts";
import type { User } from "#lib/user/schema.ts";
import { getUser, type StoredUser } from "#lib/user/store.ts";
import type { RequestContext } from "./request-context.ts";
import { clearSid, readSid, writeSid } from "./session-cookie.ts";
import { describeDevice } from "./user-agent.ts";

/** The visitor of a request: which session its cookie leads to, and whose that is. */

async function touch(sid: string): Promise<Session | null> {
  const session = await withRedis((redis) => touchSession(redis, sid, "", 0));
  if (session) cacheOwner(session);
  return session;
}

const deviceOf = (context: RequestContext) => describeDevice(context.header("user-agent"));

/** The address and device from which a request comes. */
export function clientOf(context: RequestContext): Client {
  return { address: context.clientAddress, device: deviceOf(context) };
}

/**
 * The visitor's session, kept alive by this request; null when there is none. One round trip, none without a cookie.
 */
export async function currentSession(context: RequestContext): Promise<Session | null> {
  const sid = await readSid(context);
  return sid ? touch(sid) : null;
}

/** The visitor's session as it is; looking does not keep it alive. One round trip, none without a cookie. */
export async function peekSession(context: RequestContext): Promise<Session | null> {
  const sid = await readSid(context);
  return sid ? getSession(sid) : null;
}

/**
 * The visitor's session; a new guest's when there is none, with the cart of the one that expired.
 * One round trip for a live session, otherwise those of startGuestSession.
 */
export async function ensureSession(context: RequestContext): Promise<StartedSession> {
  const live = await currentSession(context);
  return live ? { ok: true, session: live } : startGuestSession(context);
}

/** A guest session, or none: see {@link OpenedSession}; or too many began at this address, `retryAfter` in seconds. */
export type StartedSession = OpenedSession | { ok: false; reason: "too-many-sessions"; retryAfter: number };

/**
 * Starts a guest session in place of the one in the cookie, which is gone or has handed its cart over. The round trips
 * of openGuestSession and one for the limit of the client's address.
 */
export async function startGuestSession(context: RequestContext): Promise<StartedSession> {
  const retryAfter = await limitGuestSessions(context.clientAddress);
  if (retryAfter !== null) return { ok: false, reason: "too-many-sessions", retryAfter };
  const opened = await openGuestSession(await readSid(context), deviceOf(context));
  if (opened.ok) await writeSid(context, opened.session.sid);
  return opened;
}

/**
 * Signs a user in who has proved who they are, and remembers the device. The round trips of openUserSession and one
 * more. @returns null when the user may not sign in any more
 */
export async function startUserSession(context: RequestContext, verified: StoredUser): Promise<Session | null> {
  const session = await openUserSession(verified, await readSid(context), deviceOf(context));
  if (!session) return null;
  await Promise.all([rememberDevice(verified.user.id, clientOf(context)), writeSid(context, session.sid)]);
  return session;
}

/** Signs the visitor out: the session is deleted, then the cookie. Up to five round trips. */
export async function endSession(context: RequestContext): Promise<void> {
  const sid = await readSid(context);
  if (sid) await signOutBySid(sid);
  clearSid(context);
}

/** A signed-in visitor. */
export interface SignedIn {
  session: Session;
  user: User;
}

/**
 * The signed-in user with the role that Redis has now; null for guests and for users who were disabled or deleted.
 * One round trip; two the first time that a process sees the session.
 */
export async function currentUser(context: RequestContext): Promise<SignedIn | null> {
  const sid = await readSid(context);
  if (!sid) return null;
  const owner = cachedOwner(sid);
  const [session, early] = await Promise.all([touch(sid), owner.guest ? null : getUser(owner.id)]);
  if (!session?.user) return null;
  const user = early ?? (await getUser(session.user.id));
  return user && !user.disabled ? { session, user } : null;
}

/**
 * Whether an administrator still is one and still signed in. Looking does not keep the session alive. One round trip.
 */
export async function isStillAdmin({ session, user }: SignedIn): Promise<boolean> {
  const [live, now] = await Promise.all([getSession(session.sid), getUser(user.id)]);
  return live?.user?.id === user.id && now?.role === "admin" && !now.disabled;
}

/** Whether the visitor is a signed-in administrator; looking does not keep the session alive. Two round trips, none without a cookie. */
export async function peekAdmin(context: RequestContext): Promise<boolean> {
  const session = await peekSession(context);
  const user = session?.user ? await getUser(session.user.id) : null;
  return user?.role === "admin" && !user.disabled;
}
