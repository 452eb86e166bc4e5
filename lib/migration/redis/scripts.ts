import { z } from "zod";
import { didIt, script } from "#lib/redis/script.ts";

/** The scripts of the Redis side; each file says what it does, takes and returns. */

const changed = z.array(z.coerce.string());

export const leadSession = script("migration/redis/lead-session", {
  keys: ["session", "gone", "fence"],
  args: ["mode", "verb", "userId", "username", "page", "idleSeconds", "absoluteSeconds", "tombstoneMs"],
  reply: changed,
});

export const followSession = script("migration/redis/follow-session", {
  keys: ["session", "gone"],
  args: ["version", "deleted", "expiresAtMs", "tombstoneMs"],
  rest: true,
  reply: didIt,
});

export const leadLine = script("migration/redis/lead-line", {
  keys: ["cart", "versions", "fence"],
  args: ["mode", "sku", "quantity", "how", "maxQuantity", "expirySeconds", "tombstoneMs"],
  reply: changed,
});

export const followLine = script("migration/redis/follow-line", {
  keys: ["cart", "versions"],
  args: ["sku", "version", "quantity", "expiresAtMs", "tombstoneMs"],
  reply: didIt,
});

export const leadUser = script("migration/redis/lead-user", {
  keys: ["user", "fence"],
  args: ["mode"],
  rest: true,
  reply: changed,
});

export const followUser = script("migration/redis/follow-user", {
  keys: ["user"],
  args: ["version"],
  rest: true,
  reply: didIt,
});
