import { didIt, script } from "#lib/redis/script.ts";

/** Makes the reservation of a name permanent, if it is still held by the id. */
export const confirmReservationScript = script("user/scripts/confirm-reservation", {
  keys: ["name"],
  args: ["id"],
  reply: didIt,
});
