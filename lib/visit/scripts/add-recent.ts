import { didIt, script } from "#lib/redis/script.ts";

/** Adds views (`rest`: time, SKU, ...) to what an owner saw. */
export const addRecentScript = script("visit/scripts/add-recent", {
  keys: ["recent"],
  args: ["kept", "expirySeconds"],
  rest: true,
  reply: didIt,
});
