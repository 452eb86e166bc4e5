import { didIt, script } from "#lib/redis/script.ts";

/** Writes a version of a line that another store has made, unless it is older. */
export const followLine = script("migration/redis/follow-line", {
  keys: ["cart", "versions"],
  args: ["sku", "version", "quantity", "expiresAtMs", "tombstoneMs"],
  reply: didIt,
});
