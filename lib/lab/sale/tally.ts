import { z } from "zod";

export const saleTally = z.object({
  placed: z.number(),
  refused: z.number(),
  failed: z.number(),
  /** Checkouts that were sent again because they had no outcome. */
  repeated: z.number(),
  /** Until the last shopper had an outcome, in milliseconds since the first checkout was sent. */
  ms: z.number(),
  /** Until the last order was placed. */
  placedMs: z.number(),
});
/** What the checkouts of a sale came to. */
export type SaleTally = z.infer<typeof saleTally>;
