import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Locks a cart that has exactly the lines of `rest` (SKU, quantity, ...). "ok" | "changed" | the lock that exists. */
export const lockCartScript = script("order/scripts/lock-cart", {
  keys: ["cart", "checkout", "movedTo"],
  args: ["lock", "staleLock", "expirySeconds"],
  rest: true,
  reply: z.string(),
});
