import { didIt, script } from "#lib/redis/script.ts";

/** Makes the reservation of a name permanent, if this user id still has it. */
export const confirmReservationScript = script("user/scripts/confirm-reservation", {
  keys: ["name"],
  args: ["id"],
  reply: didIt,
});
