import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Creates a user, if Redis leads; its file says what it returns. */
export const leadUser = script("migration/redis/lead-user", {
  keys: ["user", "fence"],
  args: ["mode"],
  rest: true,
  reply: z.array(z.coerce.string()),
});
