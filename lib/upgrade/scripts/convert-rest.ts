import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Turns what is left in `:used_by` into entries of `:uses`. */
export const convertRest = script("upgrade/scripts/convert-rest", {
  keys: ["usedBy", "uses"],
  args: [],
  reply: z.number(),
});
