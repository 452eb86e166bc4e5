import { didIt, script } from "#lib/redis/script.ts";

/** Ends a guest's session that was last active before a second. */
export const evictGuest = script("session/scripts/evict-guest", {
  keys: ["session"],
  args: ["before"],
  reply: didIt,
});
