import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Turns one order that `:used_by` has counted into an entry of `:uses`. */
export const convertUse = script("upgrade/scripts/convert-use", {
  keys: ["usedBy", "uses"],
  args: ["shopper", "order"],
  reply: z.unknown(),
});
