import { didIt, script } from "#lib/redis/script.ts";

/** Releases a lock that is still ours. */
export const unlock = script("redis/tasks/unlock", {
  keys: ["lock"],
  args: ["token"],
  reply: didIt,
});
