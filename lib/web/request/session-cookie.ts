import { logEvent, loggedPath } from "#lib/log.ts";
import { cookieName, sealSid, unsealSid } from "#lib/session/seal.ts";
import type { RequestContext } from "./request-context.ts";

/** How long a browser keeps the cookie, in seconds: longer than a session, so that a guest's cart can be recovered. */
const COOKIE_SECONDS = 2 * 86_400;

/** The attributes of the session cookie. */
function cookieAttributes(secure: boolean, maxAge: number) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge } as const;
}

/** The requests whose cookie has been logged: one asks for it several times. */
const logged = new WeakSet<RequestContext>();

/** The sid in the session cookie of a request, which says nothing about whether that session lives. No round trip. */
export async function readSid(context: RequestContext): Promise<string | null> {
  const seal = context.cookie(cookieName(context.https));
  const sid = await unsealSid(seal);
  if (seal && sid === null && !logged.has(context)) {
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
