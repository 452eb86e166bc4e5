import { didIt, script } from "#lib/redis/script.ts";

/** Sets a field of a session that exists. */
export const changeSession = script("session/scripts/change-session", {
  keys: ["session"],
  args: ["field", "value"],
  reply: didIt,
});
