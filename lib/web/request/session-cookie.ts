import { createHash } from "node:crypto";
import { sealData, unsealData } from "iron-session";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { config } from "#lib/config.ts";
import type { RequestContext } from "./request-context.ts";

/** A longer seal is not ours and not worth opening, in characters. */
const MAX_SEAL_LENGTH = 1024;
const CACHED = 10_000;

const content = z.object({ sid: z.string().regex(/^[A-Za-z0-9_-]{22}$/) });

/** Unsealing takes 0.2–0.5 ms of the main thread (measured). The content of a seal never changes, so it is cached. */
const unsealed = new LRUCache<string, string>({ max: CACHED });

function secrets(): readonly string[] {
  const all = config().SESSION_SECRET;
  if (!all) throw new Error("SESSION_SECRET is not set; `npm start` makes one");
  return all;
}

/**
 * The number by which a seal names its secret. It is derived from the secret itself rather than from its position in the
 * list, so that a seal still finds its secret after others are added or removed.
 */
function numberOf(secret: string): string {
  return String(createHash("sha256").update(`number of ${secret}`).digest().readUInt32BE(0));
}

/** The name of the session cookie: `__Host-` binds it to this host where the connection is https. */
function cookieName(secure: boolean): string {
  return secure ? "__Host-fwr_session" : "fwr_session";
}

/** How long a browser keeps the cookie, in seconds: longer than a session, so that a guest's cart can be recovered. */
const COOKIE_SECONDS = 2 * 86_400;

/** The attributes of the session cookie. */
function cookieAttributes(secure: boolean, maxAge: number) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge } as const;
}

/** Seals a sid with the current secret, the first. */
export async function sealSid(sid: string): Promise<string> {
  const current = secrets()[0] ?? "";
  return sealData({ sid }, { password: { [numberOf(current)]: current }, ttl: 0 });
}

/** The sid in a seal; null when it is absent, forged, truncated, oversized or of another secret. Never throws. */
export async function unsealSid(seal: string | undefined): Promise<string | null> {
  if (!seal || seal.length > MAX_SEAL_LENGTH) return null;
  const known = unsealed.get(seal);
  if (known) return known;
  const password = Object.fromEntries(secrets().map((secret) => [numberOf(secret), secret]));
  try {
    const parsed = content.safeParse(await unsealData(seal, { password, ttl: 0 }));
    if (!parsed.success) return null;
    unsealed.set(seal, parsed.data.sid);
    return parsed.data.sid;
  } catch {
    return null;
  }
}

/** The sid in the session cookie of a request, which says nothing about whether that session lives. No round trip. */
export async function readSid(context: RequestContext): Promise<string | null> {
  return unsealSid(context.cookie(cookieName(context.https)));
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
