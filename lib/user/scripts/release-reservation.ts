import { didIt, script } from "#lib/redis/script.ts";

/** Gives a reserved name back, if it is still held by the id. */
export const releaseReservationScript = script("user/scripts/release-reservation", {
  keys: ["name"],
  args: ["id"],
  reply: didIt,
});
