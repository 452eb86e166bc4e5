import { didIt, script } from "#lib/redis/script.ts";

/** Adds views (`rest`: time, SKU, ...) to the recently viewed SKUs of an owner. */
export const addRecentScript = script("visit/scripts/add-recent", {
  keys: ["recent"],
  args: ["maxEntries", "expirySeconds"],
  rest: true,
  types: { recent: "zset" },
  reply: didIt,
});
