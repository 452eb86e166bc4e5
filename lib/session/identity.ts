import { hash, randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";

/** A new session id: 16 random bytes. The sealed cookie contains nothing else. */
export function newSid(): string {
  return randomBytes(16).toString("base64url");
}

/** Every request asks twice, and the digests took 2 % of the CPU time under load. */
const guestIds = new LRUCache<string, string>({ max: 50_000 });

/**
 * The guest id of a session, which owns the guest's cart. It is a digest of the sid: an expired session, or one whose
 * sign-in crashed halfway, still leads to its cart, but a cart key seen in Redis does not reveal the sid.
 */
export function guestIdOf(sid: string): string {
  let id = guestIds.get(sid);
  if (!id) {
    id = `g${hash("sha256", sid, "base64url").slice(0, 16)}`;
    guestIds.set(sid, id);
  }
  return id;
}

/**
 * The id under which a session is listed and revoked: 16 hexadecimal digits. It is a digest of the sid, so that the
 * sid itself appears in no page, URL or log; and in hexadecimal, because an id that began with a dash would be taken
 * for an option at a terminal.
 */
export function publicIdOf(sid: string): string {
  return hash("sha256", `public id of ${sid}`, "hex").slice(0, 16);
}
