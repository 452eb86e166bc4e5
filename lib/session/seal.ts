import { LRUCache } from "lru-cache";
import { z } from "zod";
import { seal, unseal } from "#lib/crypto/seal.ts";

/** What the session cookie contains: the sid and nothing else, sealed with the secrets of the store. */

/** A longer seal is not ours and not worth opening, in characters. */
const MAX_SEAL_LENGTH = 1024;
/** Entries of about 400 bytes. */
const CACHED = 50_000;

const content = z.object({ sid: z.string().regex(/^[A-Za-z0-9_-]{22}$/) });

/**
 * Unsealing takes 0.2–0.5 ms of processor time (measured), as long as a page view. The content of a seal never changes,
 * so it is cached.
 */
const unsealed = new LRUCache<string, string>({ max: CACHED });

/** The name of the session cookie: `__Host-` binds it to this host where the connection is https. */
export function cookieName(secure: boolean): string {
  return secure ? "__Host-fwr_session" : "fwr_session";
}

/** Seals a sid with the current secret, the first. */
export async function sealSid(sid: string): Promise<string> {
  const sealed = await seal({ sid });
  unsealed.set(sealed, sid);
  return sealed;
}

/** The sid in a seal; null when it is absent, forged, truncated, oversized or of another secret. Never rejects. */
export async function unsealSid(sealed: string | undefined): Promise<string | null> {
  if (!sealed || sealed.length > MAX_SEAL_LENGTH) return null;
  const known = unsealed.get(sealed);
  if (known) return known;
  const { sid } = content.safeParse(await unseal(sealed)).data ?? {};
  if (sid) unsealed.set(sealed, sid);
  return sid ?? null;
}
