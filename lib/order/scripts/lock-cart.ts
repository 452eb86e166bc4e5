import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Locks a cart that holds exactly the lines of `rest` (SKU, quantity, ...). "ok" | "changed" | the lock that is in the way. */
export const lockCartScript = script("order/scripts/lock-cart", {
  keys: ["cart", "checkout", "movedTo"],
  args: ["lock", "replaces", "expirySeconds"],
  rest: true,
  reply: z.string(),
});
