import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Creates, touches or ends a session, if Redis leads; its file says what it returns. */
export const leadSession = script("migration/redis/lead-session", {
  keys: ["session", "gone", "fence"],
  args: ["mode", "verb", "userId", "username", "page", "idleSeconds", "absoluteSeconds", "tombstoneMs"],
  reply: z.array(z.coerce.string()),
});
