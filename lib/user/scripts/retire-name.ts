import { didIt, script } from "#lib/redis/script.ts";

/** Gives a name up, if this user id still has it, and keeps it from others for a time. */
export const retireNameScript = script("user/scripts/retire-name", {
  keys: ["name"],
  args: ["id", "retired", "expirySeconds"],
  reply: didIt,
});
