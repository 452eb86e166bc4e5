import { logEvent, loggedPath } from "#lib/log.ts";
import { cookieName, sealSid, unsealSid } from "#lib/session/seal.ts";
import { getSession } from "#lib/session/store.ts";
import { cookieAttributes } from "./cookies.ts";
import type { RequestContext } from "./request-context.ts";

/** How long a browser keeps the cookie, in seconds: longer than a session, so that a guest's cart can be recovered. */
const COOKIE_SECONDS = 2 * 86_400;

/** The requests whose cookie has been logged: one asks for it several times. */
const logged = new WeakSet<RequestContext>();

/** Cookies of one name that are looked at: a browser has two at most by accident. */
const MOST_COOKIES = 5;

/**
 * The session of several seals that a request means: one that lives, a signed-in user's before a guest's. One round trip;
 * none when they are of one session.
 */
async function chooseSid(seals: readonly string[]): Promise<string | null> {
  const opened = await Promise.all(seals.slice(0, MOST_COOKIES).map(unsealSid));
  const sids = [...new Set(opened.filter((sid) => sid !== null))];
  if (sids.length <= 1) return sids[0] ?? null;
  const live = (await Promise.all(sids.map(getSession))).filter((session) => session !== null);
  return (live.find(({ user }) => user) ?? live[0])?.sid ?? sids[0] ?? null;
}

/**
 * The sid in the session cookie of a request, which says nothing about whether that session lives. No round trip; one
 * where the browser sends several such cookies, of which an old one must not hide the good one.
 */
export async function readSid(context: RequestContext): Promise<string | null> {
  const seals = context.cookies(cookieName(context.https)).filter((seal) => seal !== "");
  const sid = seals.length > 1 ? await chooseSid(seals) : await unsealSid(seals[0]);
  if (seals.length > 0 && sid === null && !logged.has(context)) {
    logged.add(context);
    logEvent("warn", "unreadable-session-cookie", { path: loggedPath(context.path), address: context.clientAddress });
  }
  return sid;
}

/** Sets the session cookie. */
export async function writeSid(context: RequestContext, sid: string): Promise<void> {
  const { https } = context;
  context.setCookie(cookieName(https), await sealSid(sid), cookieAttributes(https, COOKIE_SECONDS));
}

/** Takes the session cookie away. Browsers drop a `__Host-` cookie only by one that is Secure too. */
export function clearSid({ https, setCookie }: RequestContext): void {
  setCookie(cookieName(https), "", cookieAttributes(https, 0));
}
