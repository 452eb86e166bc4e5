import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Changes fields of an import that still exists; "1" when somebody asked to stop. */
export const updateJobScript = script("sku/import/job/scripts/update-job", {
  keys: ["job"],
  args: [],
  rest: true,
  reply: z.enum(["gone", "1", ""]),
});
