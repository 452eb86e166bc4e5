import { didIt, script } from "#lib/redis/script.ts";

/** Writes a version of a user that another store has made, unless it is older. */
export const followUser = script("migration/redis/follow-user", {
  keys: ["user"],
  args: ["version"],
  rest: true,
  reply: didIt,
});
