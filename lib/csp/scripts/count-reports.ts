import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Counts reports, one for each field in `rest`. The reply is the number of fields after that. */
export const countReportsScript = script("csp/scripts/count-reports", {
  keys: ["reports"],
  args: ["maxFields", "lifeSeconds"],
  rest: true,
  reply: z.number(),
});
