import type { Redis } from "#lib/redis/client.ts";
import { confirmReservationScript } from "#lib/user/scripts/confirm-reservation.ts";
import { releaseReservationScript } from "#lib/user/scripts/release-reservation.ts";
import { reserveNameScript } from "#lib/user/scripts/reserve-name.ts";
import { retireNameScript } from "#lib/user/scripts/retire-name.ts";

/** A reservation that is not confirmed within this time expires, so that a crash does not block a name for ever. */
const RESERVATION_SECONDS = 60;
/** Whoever took a name right after it was given up would be taken for the user who had it. */
const RETIRED_SECONDS = 30 * 86_400;

/** What a name holds that a user gave up; never a user id. */
const retiredBy = (id: string) => `retired:${id}`;

/**
 * Reserves a username or e-mail address for a user id. One round trip.
 * @param key `username_to_id:…` or `email_to_id:…`
 * @returns false when it is taken or reserved, also by this id, or was given up by another less than 30 days ago
 */
export async function reserveName(redis: Redis, key: string, id: string): Promise<boolean> {
  return reserveNameScript(redis, { name: key, id, retired: retiredBy(id), expirySeconds: RESERVATION_SECONDS });
}

/** Makes a reservation permanent. One round trip. @returns false when it has expired or belongs to another id */
export async function confirmReservation(redis: Redis, key: string, id: string): Promise<boolean> {
  return confirmReservationScript(redis, { name: key, id });
}

/** Releases a reservation or a permanent e-mail address, if this id has it. One round trip. */
export async function releaseReservation(redis: Redis, key: string, id: string): Promise<void> {
  await releaseReservationScript(redis, { name: key, id });
}

/** Gives up a username, if this id has it. For 30 days only the same id can have it again. One round trip. */
export async function retireName(redis: Redis, key: string, id: string): Promise<void> {
  await retireNameScript(redis, { name: key, id, retired: retiredBy(id), expirySeconds: RETIRED_SECONDS });
}
