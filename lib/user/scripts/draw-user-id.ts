import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Draws the next user id. The reply has the id, and whether what the counter held was no number (1 or 0). */
export const drawUserIdScript = script("user/scripts/draw-user-id", {
  keys: ["userIds"],
  args: ["least"],
  reply: z.tuple([z.int(), z.int()]),
});
