import { didIt, script } from "#lib/redis/script.ts";

/** Changes a field of a session that lives. */
export const changeSession = script("session/scripts/change-session", {
  keys: ["session"],
  args: ["field", "value"],
  reply: didIt,
});
