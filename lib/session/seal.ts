import { createHash } from "node:crypto";
import { sealData, unsealData } from "iron-session";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { config } from "#lib/config.ts";

/** What the session cookie contains: the sid and nothing else, sealed with the secrets of the store. */

/** A longer seal is not ours and not worth opening, in characters. */
const MAX_SEAL_LENGTH = 1024;
/** Entries of about 400 bytes. */
const CACHED = 50_000;

const content = z.object({ sid: z.string().regex(/^[A-Za-z0-9_-]{22}$/) });

/**
 * Unsealing takes 0.2–0.5 ms of processor time (measured), as long as a page view. The content of a seal never changes, so
 * it is cached.
 */
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
export function cookieName(secure: boolean): string {
  return secure ? "__Host-fwr_session" : "fwr_session";
}

/** Seals a sid with the current secret, the first. */
export async function sealSid(sid: string): Promise<string> {
  const current = secrets()[0] ?? "";
  const seal = await sealData({ sid }, { password: { [numberOf(current)]: current }, ttl: 0 });
  unsealed.set(seal, sid);
  return seal;
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
