import { z } from "zod";
import type { FormState } from "./form-state.ts";

/** Most things that one form changes. */
const MAX_SELECTED = 100;

/** The values of checkboxes with one name: none, one or several; each once. */
export const selectionOf = <T extends z.ZodType>(value: T) =>
  z
    .preprocess(
      (chosen) => (typeof chosen === "string" ? [chosen] : (chosen ?? [])),
      z.array(value).max(MAX_SELECTED, `must be at most ${MAX_SELECTED} at once`),
    )
    .transform((values) => [...new Set(values)]);

/**
 * What a form says that has changed several things: "8 of 9 SKUs removed. 1 refused: sku123 no longer exists."
 * @param noun one of them @param done what happened to them @param refused which were not changed, each with why
 */
export function tellOutcome(
  noun: string,
  asked: number,
  done: string,
  refused: readonly string[],
): NonNullable<FormState> & { status?: 422 } {
  if (asked === 0) return { ok: false, status: 422, message: `Select at least one ${noun} first.` };
  const told = `${asked - refused.length} of ${asked} ${noun}${asked === 1 ? "" : "s"} ${done}.`;
  const why = refused.length > 0 ? ` ${refused.length} refused: ${refused.join("; ")}.` : "";
  return { ok: refused.length === 0, message: told + why };
}
