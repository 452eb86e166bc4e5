import { didIt, script } from "#lib/redis/script.ts";

/** Reserves a name for a user id, if it is free or was given up by the same id. */
export const reserveNameScript = script("user/scripts/reserve-name", {
  keys: ["name"],
  args: ["id", "retired", "expirySeconds"],
  reply: didIt,
});
