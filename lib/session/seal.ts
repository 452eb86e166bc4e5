import { z } from "zod";
import { makeNameSealer } from "#lib/crypto/sealed-names.ts";

/** What the session cookie contains: the sid and nothing else, sealed with the secrets of the store. */

const sids = makeNameSealer("sid", z.string().regex(/^[A-Za-z0-9_-]{22}$/), 50_000);

/** The name of the session cookie: `__Host-` binds it to this host where the connection is https. */
export function cookieName(secure: boolean): string {
  return secure ? "__Host-fwr_session" : "fwr_session";
}

/** Seals a sid with the current secret, the first. */
export const sealSid = sids.seal;

/** The sid in a seal; null when it is absent, forged, truncated, oversized or of another secret. Never rejects. */
export const unsealSid = sids.open;
