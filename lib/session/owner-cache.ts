import { LRUCache } from "lru-cache";
import type { Owner } from "#lib/owner.ts";
import { guestIdOf } from "./identity.ts";
import type { Session } from "./schema.ts";

/** 20,000 entries of about 150 bytes. */
const owners = new LRUCache<string, Owner>({ max: 20_000 });

/**
 * The presumed owner of a session, so that the owner's data can be *read* in the same round trip that checks the
 * session. The owner of a sid never changes, because a sign-in takes a new one: an entry is never wrong, and without
 * an entry a guest is presumed. The cache does not tell whether the session exists. Nothing may be shown or written
 * before Redis has answered, and if the presumed owner was wrong the data is read again.
 */
export function cachedOwner(sid: string): Owner {
  return owners.get(sid) ?? { id: guestIdOf(sid), guest: true };
}

/** Caches the owner of a session that Redis has just returned. Guests need no entry. */
export function cacheOwner({ sid, owner }: Session): void {
  if (!owner.guest && !owners.has(sid)) owners.set(sid, owner);
}
