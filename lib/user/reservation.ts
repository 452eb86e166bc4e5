import type { Redis } from "#lib/redis/client.ts";
import { confirmReservationScript } from "#lib/user/scripts/confirm-reservation.ts";
import { releaseReservationScript } from "#lib/user/scripts/release-reservation.ts";

/** A claim that is not kept within this time, in seconds, is free again: a crash must not lose a name for ever. */
const CLAIM_SECONDS = 60;

/** Claims a name or e-mail key for a user id; false when another id holds it. One round trip. */
export async function claim(redis: Redis, key: string, id: string): Promise<boolean> {
  return (await redis.set(key, id, { condition: "NX", expiration: { type: "EX", value: CLAIM_SECONDS } })) !== null;
}

/** Makes a claim last once the user's hash says the same; false when it has run out and is another's. One round trip. */
export async function confirmReservation(redis: Redis, key: string, id: string): Promise<boolean> {
  return confirmReservationScript(redis, { name: key, id });
}

/** Gives a claim back, if this id still holds it. One round trip. */
export async function releaseReservation(redis: Redis, key: string, id: string): Promise<void> {
  await releaseReservationScript(redis, { name: key, id });
}
