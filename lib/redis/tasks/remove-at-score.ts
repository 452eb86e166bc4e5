import { didIt, script } from "#lib/redis/script.ts";

/** Removes a member of a sorted set whose score is still the one that was seen. */
export const removeAtScore = script("redis/tasks/remove-at-score", {
  keys: ["set"],
  args: ["member", "score"],
  reply: didIt,
});
