import { didIt, script } from "#lib/redis/script.ts";

/** Releases the reservation of a name, if this user id still has it. */
export const releaseReservationScript = script("user/scripts/release-reservation", {
  keys: ["name"],
  args: ["id"],
  reply: didIt,
});
