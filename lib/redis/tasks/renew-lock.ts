import { didIt, script } from "#lib/redis/script.ts";

/** Extends a lock that is still ours. */
export const renewLock = script("redis/tasks/renew-lock", {
  keys: ["lock"],
  args: ["token", "lockMs"],
  reply: didIt,
});
