import { didIt, script } from "#lib/redis/script.ts";

/** Writes a version of a session that another store has made, unless it is older. */
export const followSession = script("migration/redis/follow-session", {
  keys: ["session", "gone"],
  args: ["version", "deleted", "expiresAtMs", "tombstoneMs"],
  rest: true,
  reply: didIt,
});
