import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/**
 * Sets or removes ("") the synonyms of a word; the reply says whether there was room. `rest` holds the standard
 * synonyms.
 */
export const editSynonymsScript = script("search/scripts/edit-synonyms", {
  keys: ["synonyms", "edited"],
  args: ["most", "word", "list"],
  rest: true,
  reply: z.enum(["ok", "full"]),
});
