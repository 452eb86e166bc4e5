import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/**
 * Writes a second factor (a field; `rest`: its value, then further fields and values), unless the user's factors have
 * changed since they were looked at.
 */
export const putFactor = script("account/second-factor/scripts/put-factor", {
  keys: ["user", "factor"],
  args: ["version", "most", "field"],
  rest: true,
  reply: z.enum(["ok", "changed", "full"]),
});
