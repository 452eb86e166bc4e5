import { cookies, headers } from "next/headers";
import { openUserSession } from "#lib/account/open-session.ts";
import { getCart, mergeCart } from "#lib/cart/store.ts";
import { CLIENT_ADDRESS_HEADER } from "#lib/client-address.ts";
import { settleCheckout } from "#lib/order/lifecycle/resolve-checkout.ts";
import { adoptOrders } from "#lib/order/link-guest-orders.ts";
import { withRedis } from "#lib/redis/client.ts";
import { findSuccession, type Succession } from "#lib/session/guest-recovery.ts";
import { describeDevice, guestIdOf } from "#lib/session/identity.ts";
import { guessOwner, learnOwner } from "#lib/session/owner-cache.ts";
import type { Session } from "#lib/session/schema.ts";
import { createSession, deleteSession, getSession, touchSession } from "#lib/session/store.ts";
import type { User } from "#lib/user/schema.ts";
import { getUser, type StoredUser } from "#lib/user/store.ts";
import { mergeRecent } from "#lib/visit/recent.ts";
import { mergeWishlist } from "#lib/wishlist/store.ts";
import { cookieName, cookieOptions, sealSid, unsealSid } from "./session-cookie.ts";

/** The visitor of the request under way, for pages, actions and route handlers. */

async function isSecure(): Promise<boolean> {
  return (await headers()).get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
}

/** The sid in the cookie of this request, which says nothing about whether it lives. No round trip. */
export async function readSid(): Promise<string | null> {
  return unsealSid((await cookies()).get(cookieName(await isSecure()))?.value);
}

async function writeSid(sid: string): Promise<void> {
  const secure = await isSecure();
  (await cookies()).set(cookieName(secure), await sealSid(sid), cookieOptions(secure));
}

/** Browsers take a `__Host-` cookie away only by one that is Secure too. */
async function dropCookie(): Promise<void> {
  const secure = await isSecure();
  (await cookies()).set(cookieName(secure), "", { ...cookieOptions(secure), maxAge: 0 });
}

/** The address of the client as the front found it, for limits. */
export async function readAddress(): Promise<string> {
  return (await headers()).get(CLIENT_ADDRESS_HEADER) ?? "";
}

async function readDevice(): Promise<string> {
  return describeDevice((await headers()).get("user-agent"));
}

/**
 * The visitor's session, kept alive by this request; null when there is none. One round trip, none without a cookie.
 */
export async function currentSession(): Promise<Session | null> {
  const sid = await readSid();
  return sid ? touchCurrent(sid) : null;
}

async function touchCurrent(sid: string): Promise<Session | null> {
  const session = await withRedis((redis) => touchSession(redis, sid, "", 0));
  if (session) learnOwner(session);
  return session;
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

/**
 * What a guest had is the owner's from now on: cart, wishlist and what was recently viewed. The cart goes first: it is
 * the one that tells, after a stop, whose the rest is to be.
 */
async function takeOver(guestId: string, owner: Session["owner"]): Promise<void> {
  await mergeCart(guestId, owner, settleCheckout);
  await Promise.all([mergeWishlist(guestId, owner), mergeRecent(guestId, owner)]);
}

/** Begins a guest session in place of the one in the cookie, which is gone or has handed its cart over. */
export async function startGuestSession(): Promise<EnsuredSession> {
  const old = await readSid();
  const next: Succession = old ? await findSuccession(old) : { kind: "none" };
  if (next.kind === "signed-in") return { ok: false, reason: "signed-in" };
  // The password was verified before the cart was closed, so what the guest had belongs to that user.
  if (next.kind === "used" && next.unfinishedMergeInto) await takeOver(guestIdOf(next.from), next.unfinishedMergeInto);
  const session =
    next.kind === "guest"
      ? (next.live ?? (await createSession(null, await readDevice(), { sid: next.sid })))
      : await createSession(null, await readDevice());
  if (next.kind === "guest") await takeOver(guestIdOf(next.from), session.owner);
  await writeSid(session.sid);
  return { ok: true, session };
}

/**
 * Signs a user in whose password was verified: a new sid always, the guest's cart taken along, the old session gone.
 * Stops between its steps leave the visitor with the old cookie, and signing in again completes them. Up to twelve round trips.
 * @returns null when the user may not sign in any more
 */
export async function startUserSession(verified: StoredUser): Promise<Session | null> {
  const old = await readSid();
  const session = await openUserSession(verified, await readDevice());
  if (!session) return null;
  if (old) {
    // For a user's old session too, which has no cart of its own: the mark that is left tells requests still under way
    // with the old cookie that they must not answer with a new guest's.
    await takeOver(guestIdOf(old), session.owner);
    await adoptOrders(guestIdOf(old), verified.user);
    await deleteSession(old, (await getSession(old))?.user?.id);
  }
  await writeSid(session.sid);
  return session;
}

/** Signs the visitor out: the session is deleted, then the cookie. One to two round trips. */
export async function endSession(): Promise<void> {
  const sid = await readSid();
  if (sid) await deleteSession(sid, (await getSession(sid))?.user?.id);
  await dropCookie();
}

/**
 * The signed-in user with the role that Redis has now; null for guests and for users who have been shut or deleted.
 * One round trip; two the first time that a process sees the session.
 */
export async function currentUser(): Promise<{ session: Session; user: User } | null> {
  const sid = await readSid();
  if (!sid) return null;
  const guess = guessOwner(sid);
  const [session, guessed] = await Promise.all([touchCurrent(sid), guess.guest ? null : getUser(guess.id)]);
  if (!session?.user) return null;
  const user = guessed ?? (await getUser(session.user.id));
  return user && !user.disabled ? { session, user } : null;
}

/** The visitor's cart; null without a session, which is not created for looking. Up to three round trips. */
export async function currentCart() {
  const session = await currentSession();
  return session ? getCart(session.owner) : null;
}
