import type { Owner } from "#lib/owner.ts";
import { guestIdOf } from "./identity.ts";
import type { Session } from "./schema.ts";

/** Sessions whose owner is remembered; about 150 bytes each. */
const REMEMBERED = 20_000;
const owners = new Map<string, Owner>();

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
  if (owner.guest || owners.has(sid)) return;
  if (owners.size >= REMEMBERED) owners.delete(owners.keys().next().value ?? "");
  owners.set(sid, owner);
}
