import { hash, randomBytes } from "node:crypto";

/** A new session id: 16 random bytes, the only thing that the cookie seals. */
export function newSid(): string {
  return randomBytes(16).toString("base64url");
}

/**
 * The cart owner of a guest session. Derived from the sid and not reversible, so that a guest whose session ran out,
 * or whose sign-in stopped halfway, still leads to the same cart, and a cart key seen in Redis opens no session.
 */
export function guestIdOf(sid: string): string {
  return `g${hash("sha256", sid, "base64url").slice(0, 16)}`;
}

/**
 * The name under which a session is shown to its user and revoked. Derived from the sid and not reversible: the sid
 * itself appears in no page, address or log.
 */
export function publicIdOf(sid: string): string {
  return hash("sha256", `public id of ${sid}`, "base64url").slice(0, 16);
}
