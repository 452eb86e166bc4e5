import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/**
 * Records a page view. The reply has the values of created_at, last_activity, current_page, page_views, user_id,
 * username and device; it is empty when there is no such session.
 */
export const touchSessionScript = script("session/scripts/touch-session", {
  keys: ["session"],
  args: ["page", "idleSeconds", "absoluteSeconds", "views"],
  reply: z.array(z.string().nullable()),
});
