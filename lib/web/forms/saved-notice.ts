import { z } from "zod";

/** The address of an admin page that confirms a saved change. */
export function savedUrl(path: string): string {
  return `${path}?saved=1`;
}

/** Query of a page that confirms a saved change. */
export const savedQuery = z.object({
  saved: z
    .literal("1")
    .optional()
    .catch(undefined)
    .transform((saved) => saved !== undefined),
});
