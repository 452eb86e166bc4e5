import { LRUCache } from "lru-cache";
import type { Owner } from "#lib/owner.ts";
import { guestIdOf } from "./identity.ts";
import type { Session } from "./schema.ts";

/** 20,000 sessions of about 150 bytes. */
const owners = new LRUCache<string, Owner>({ max: 20_000 });

/**
 * Who owns a session, before Redis has said whether it lives: so that what belongs to the owner can be *read* in the
 * same round trip. An owner never changes, because a sign-in takes a new sid; so the memory is never wrong, only
 * empty, and then a guest is the guess. It says nothing about life: nothing may be shown or written before Redis has
 * answered, and a wrong guess is read again.
 */
export function cachedOwner(sid: string): Owner {
  return owners.get(sid) ?? { id: guestIdOf(sid), guest: true };
}

/** Remembers whose a session is that has just been seen alive. Guests need no place: they are the guess. */
export function cacheOwner({ sid, owner }: Session): void {
  if (!owner.guest && !owners.has(sid)) owners.set(sid, owner);
}
