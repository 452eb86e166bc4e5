import { z } from "zod";
import { writeRefusals } from "#lib/redis/trouble.ts";
import type { Problem } from "#lib/web/routes/problem.ts";

/** What the replies of the API share. */

/** An amount: a decimal string with two decimals. */
export const money = z
  .string()
  .regex(/^\d+\.\d{2}$/)
  .meta({ examples: ["399.98"] });
/** ISO 8601, in UTC. The pattern that zod derives is left out of the document: 200 characters at each use. */
export const time = z.iso.datetime().meta({
  override: ({ jsonSchema }) => {
    delete jsonSchema.pattern;
  },
});
/** The path of a picture on this site. */
export const image = z.string().regex(/^\//);

/** A problem document (RFC 9457). */
export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string().min(1),
    status: z.int(),
    detail: z.string().min(1),
    reason: z
      .enum([...writeRefusals, "draining"])
      .optional()
      .meta({
        description: "With 503: how Redis refuses writes while the store is read-only; or that the store stops",
      }),
    requestId: z.string().optional().meta({ description: "As in X-Request-Id, and in the log of the store" }),
    errors: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: "What is wrong with each field; each message continues from the field's name" }),
  })
  .meta({ id: "Problem" }) satisfies z.ZodType<Problem>;
