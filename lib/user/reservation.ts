import type { Redis } from "#lib/redis/client.ts";
import { confirmReservationScript } from "#lib/user/scripts/confirm-reservation.ts";
import { releaseReservationScript } from "#lib/user/scripts/release-reservation.ts";

/** A reservation that is not confirmed within this time expires, so that a crash does not block a name for ever. */
const RESERVATION_SECONDS = 60;

/**
 * Reserves a username or e-mail address for a user id. One round trip.
 * @param key `username_to_id:…` or `email_to_id:…`
 * @returns false when it is taken or reserved, also by this id
 */
export async function reserveName(redis: Redis, key: string, id: string): Promise<boolean> {
  const expiration = { type: "EX", value: RESERVATION_SECONDS } as const;
  return (await redis.set(key, id, { condition: "NX", expiration })) !== null;
}

/** Makes a reservation permanent. One round trip. @returns false when it has expired or belongs to another id */
export async function confirmReservation(redis: Redis, key: string, id: string): Promise<boolean> {
  return confirmReservationScript(redis, { name: key, id });
}

/** Releases a reservation or a permanent name, if this id has it. One round trip. */
export async function releaseReservation(redis: Redis, key: string, id: string): Promise<void> {
  await releaseReservationScript(redis, { name: key, id });
}
