import { redirect } from "next/navigation";
import type { z } from "zod";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import type { FormAction, FormState } from "./form-state.ts";
import { fieldErrors } from "./problem.ts";
import { type ReplyStatus, setReplyStatus } from "./reply-status.ts";

/** What an action comes to: a page to go to, or a state for the form, with the status of the page that shows it. */
export type ActionResult = { goTo: string } | (NonNullable<FormState> & ReplyStatus);

const SECRET_FIELD = /password/i;

function readForm(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    // Next.js sends its own fields, which begin with a dollar sign.
    if (typeof value === "string" && !name.startsWith("$")) fields[name] = value;
  }
  return fields;
}

/** A path of this site, or the fallback: an address elsewhere is never a target (`//host`, `/\host`, `https:`). */
export function localPath(path: string | undefined, fallback: string): string {
  return path && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path) ? path : fallback;
}

/**
 * Wraps a server action, so that none forgets validation or what to say when Redis is away. Requests from other
 * sites never get here (front.ts); the action itself asks who is visiting.
 */
export function formAction<S extends z.ZodType>(
  schema: S,
  act: (input: z.output<S>) => Promise<ActionResult>,
): FormAction {
  return async (_previous, form) => {
    const fields = readForm(form);
    const values = Object.fromEntries(Object.entries(fields).filter(([name]) => !SECRET_FIELD.test(name)));
    const parsed = await schema.safeParseAsync(fields);
    if (!parsed.success) {
      setReplyStatus({ status: 422 });
      return { ok: false, errors: fieldErrors(parsed.error, "form"), values };
    }
    let result: ActionResult;
    try {
      result = await act(parsed.data);
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
      setReplyStatus({ status: 503, retryAfter: 1 });
      return {
        ok: false,
        message: "Our till does not answer just now. Nothing was lost; try again in a moment.",
        values,
      };
    }
    // redirect() works by throwing, so it stays outside of the try block.
    if ("goTo" in result) redirect(result.goTo);
    const { status = result.errors ? 422 : 409, retryAfter, ...state } = result;
    if (state.ok) return state;
    setReplyStatus(retryAfter ? { status, retryAfter } : { status });
    return { ...state, values };
  };
}
