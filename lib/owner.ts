/** Whose a cart, a wishlist or a list of viewed products is: a user's does not expire, a guest's slides. */
export interface Owner {
  /** the user id, or the guest id that is derived from a session (session/identity.ts) */
  id: string;
  guest: boolean;
}

/** What a guest owns expires this long after its last change, in seconds. */
export const GUEST_DATA_SECONDS = 86_400;

/** Seconds until what an owner has expires; 0 for never. */
export function expirySecondsOf(owner: Owner): number {
  return owner.guest ? GUEST_DATA_SECONDS : 0;
}

/** Whether an owner id is a user's: user ids are numbers, guest ids begin with a letter. */
export function isUserId(ownerId: string): boolean {
  return /^\d+$/.test(ownerId);
}
