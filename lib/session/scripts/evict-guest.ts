import { didIt, script } from "#lib/redis/script.ts";

/** Ends the session of a guest who was last active before a time, in seconds since 1970. */
export const evictGuest = script("session/scripts/evict-guest", {
  keys: ["session"],
  args: ["before"],
  reply: didIt,
});
