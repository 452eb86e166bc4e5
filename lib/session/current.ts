import { cookies, headers } from "next/headers";
import { getCart, mergeCart } from "../cart/store.ts";
import { withRedis } from "../redis/client.ts";
import type { User } from "../user/schema.ts";
import { getUser, type StoredUser } from "../user/store.ts";
import { COOKIE_SECONDS, cookieName, cookieOptions, sealSid, unsealSid } from "./cookie.ts";
import { describeDevice, guestIdOf } from "./identity.ts";
import type { Session } from "./schema.ts";
import { openUserSession } from "./sign-in.ts";
import { createSession, deleteSession, getSession, touchSession } from "./store.ts";
import { findSuccession, type Succession } from "./succession.ts";

/** The visitor of the request under way, for pages, actions and route handlers. */

async function isSecure(): Promise<boolean> {
  return (await headers()).get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
}

async function readSid(): Promise<string | null> {
  return unsealSid((await cookies()).get(cookieName(await isSecure()))?.value);
}

async function writeSid(sid: string): Promise<void> {
  const secure = await isSecure();
  (await cookies()).set(cookieName(secure), await sealSid(sid), { ...cookieOptions(secure), maxAge: COOKIE_SECONDS });
}

async function readDevice(): Promise<string> {
  return describeDevice((await headers()).get("user-agent"));
}

/**
 * The visitor's session, kept alive by this request; null when there is none. One round trip, none without a cookie.
 */
export async function currentSession(): Promise<Session | null> {
  const sid = await readSid();
  return sid ? withRedis((redis) => touchSession(redis, sid, "", 0)) : null;
}

/** The visitor's session as it is, not kept alive by looking. One round trip, none without a cookie. */
export async function peekSession(): Promise<Session | null> {
  const sid = await readSid();
  return sid ? getSession(sid) : null;
}

/** A session, or why there can't be one: a sign-in of the same browser is on its way. */
export type EnsuredSession = { ok: true; session: Session } | { ok: false; reason: "signed-in" };

/**
 * The visitor's session; a new guest's when there is none, with the cart of the one that ran out.
 * One round trip for a live session, one for a first visit, up to five for a guest who comes back.
 */
export async function ensureSession(): Promise<EnsuredSession> {
  const live = await currentSession();
  return live ? { ok: true, session: live } : startGuestSession();
}

/** Begins a guest session in place of the one in the cookie, which is gone or has handed its cart over. */
export async function startGuestSession(): Promise<EnsuredSession> {
  const old = await readSid();
  const next: Succession = old ? await findSuccession(old) : { kind: "none" };
  if (next.kind === "signed-in") return { ok: false, reason: "signed-in" };
  // The password was verified before the cart was closed, so the lines belong to that user.
  if (old && next.kind === "none" && next.unfinishedMergeInto)
    await mergeCart(guestIdOf(old), next.unfinishedMergeInto);
  const sid = next.kind === "guest" ? next.sid : undefined;
  const session = (sid && (await getSession(sid))) || (await createSession(null, await readDevice(), { sid }));
  if (old && sid) await mergeCart(guestIdOf(old), session.owner);
  await writeSid(session.sid);
  return { ok: true, session };
}

/**
 * Signs a user in whose password was verified: a new sid always, the guest's cart taken along, the old session gone.
 * Stops between its steps leave the visitor with the old cookie, and signing in again completes them. Six round trips.
 * @returns null when the user may not sign in any more
 */
export async function startUserSession(verified: StoredUser): Promise<Session | null> {
  const old = await readSid();
  const session = await openUserSession(verified, await readDevice());
  if (!session) return null;
  if (old) {
    const before = await getSession(old);
    if (!before?.user) await mergeCart(guestIdOf(old), session.owner);
    await deleteSession(old, before?.user?.id);
  }
  await writeSid(session.sid);
  return session;
}

/** Signs the visitor out: the session is deleted, then the cookie. One to two round trips. */
export async function endSession(): Promise<void> {
  const sid = await readSid();
  if (sid) await deleteSession(sid, (await getSession(sid))?.user?.id);
  (await cookies()).delete(cookieName(await isSecure()));
}

/** The signed-in user with the role that Redis has now; null for guests. Two round trips. */
export async function currentUser(): Promise<{ session: Session; user: User } | null> {
  const session = await currentSession();
  const user = session?.user ? await getUser(session.user.id) : null;
  return session && user ? { session, user } : null;
}

/** The visitor's cart; an empty one without a session, which is not created for looking. Up to three round trips. */
export async function currentCart() {
  const session = await currentSession();
  return session ? getCart(session.owner) : null;
}
