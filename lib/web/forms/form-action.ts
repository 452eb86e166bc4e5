import { redirect } from "next/navigation";
import type { z } from "zod";
import type { WantedStatus } from "#lib/process/current-request.ts";
import { explainTrouble } from "#lib/redis/trouble.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { fieldErrors } from "#lib/validation.ts";
import {
  type AdmissionRefusal,
  admit,
  isAdminKind,
  type NotFresh,
  type VisitorKind,
  type Visitors,
} from "#lib/web/request/admit.ts";
import { explainRefusal } from "#lib/web/request/explain-refusal.ts";
import { groupByName } from "#lib/web/request/group-by-name.ts";
import { nextContext } from "#lib/web/request/next-context.ts";
import type { RequestContext } from "#lib/web/request/request-context.ts";
import type { FormAction, FormState } from "./form-state.ts";
import { noteActionCall, setReplyStatus } from "./reply-status.ts";

/** The outcome of an action: a page to go to, or a state for the form, with the status of the page that shows it. */
export type ActionResult<S extends FormState = FormState> = { goTo: string } | (NonNullable<S> & WantedStatus);

interface ActionOptions<V extends VisitorKind, F extends z.ZodType> {
  visitor: V;
  /** names of fields that are not filled in again, beside those whose name has "password" in it */
  secrets?: readonly string[];
  /** of the form: text, a file where one was chosen, an array where a name occurs several times */
  fields: F;
}

interface ActionInput<V extends VisitorKind, F> {
  context: RequestContext;
  visitor: Visitors[V];
  fields: F;
}

type Act<V extends VisitorKind, F extends z.ZodType, R> = (input: ActionInput<V, z.output<F>>) => Promise<R>;

const SECRET_FIELD = /password/i;

/** Fields of a form, more than any has: reading them must not become work. */
const MAX_FIELDS = 500;

type FormFields = Record<string, FormDataEntryValue | FormDataEntryValue[]>;

/** The fields of a form; null when what was sent is none, or has more fields than any form of the store. */
function readForm(form: unknown): FormFields | null {
  const groups = form instanceof FormData ? groupByName(form, MAX_FIELDS) : null;
  if (!groups) return null;
  const fields: FormFields = {};
  for (const [name, values] of groups) {
    // Next.js sends its own fields, which begin with a dollar sign. A file field without a file is sent as an empty one.
    if (name.startsWith("$") || name === "__proto__") continue;
    const [first, ...more] = values.filter((value) => typeof value === "string" || value.size > 0);
    if (first !== undefined) fields[name] = more.length > 0 ? [first, ...more] : first;
  }
  return fields;
}

const NO_FORM = { ok: false, status: 422, message: "What was sent is not a form of this store." } as const;

/** What was typed, to fill the form again: no files, and no secrets. */
function typedValues(fields: FormFields, secrets: readonly string[]): Record<string, string> {
  const isShown = (name: string) => !SECRET_FIELD.test(name) && !secrets.includes(name);
  return Object.fromEntries(
    Object.entries(fields).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string" && isShown(entry[0]),
    ),
  );
}

/** A state for the form. */
type FormResult = Exclude<ActionResult, { goTo: string }>;

function toFormResult(refusal: AdmissionRefusal, signInAgain: boolean): FormResult {
  const { message, ...reply } = explainRefusal(refusal);
  return { ok: false, ...reply, message: message.replace(/[^.]$/, "$&."), ...(signInAgain && { signInAgain }) };
}

/** What a form says whose sender has to sign in again first. */
export const askToSignInAgain = (refusal: NotFresh): FormResult => toFormResult(refusal, true);

function refuse(kind: VisitorKind, refusal: AdmissionRefusal): ActionResult {
  // The forms that only a signed-in user sees are on the account page. An administrator whose session ended keeps what
  // was typed, and signs in elsewhere.
  const isSignedOut = refusal.reason === "signed-out";
  if (isSignedOut && !isAdminKind(kind)) return { goTo: "/login?next=/account" };
  const told = isSignedOut ? ({ reason: "not-admin" } as const) : refusal;
  return toFormResult(told, told.reason === "not-fresh" || isAdminKind(kind));
}

/** Asks who the visitor is, then what the fields hold, then acts. @throws RedisUnavailableError */
async function perform<V extends VisitorKind, F extends z.ZodType, R>(
  { visitor, fields }: ActionOptions<V, F>,
  act: Act<V, F, R>,
  form: FormFields,
): Promise<R | ActionResult> {
  const context = await nextContext();
  // A guest's session is created for a valid form only.
  const early = visitor === "guest" ? null : await admit(visitor, context);
  if (early?.ok === false) return refuse(visitor, early);
  const parsed = await fields.safeParseAsync(form);
  if (!parsed.success) return { ok: false, errors: fieldErrors(parsed.error, "form") };
  const admission = early ?? (await admit(visitor, context));
  if (!admission.ok) return refuse(visitor, admission);
  return act({ context, visitor: admission.visitor, fields: parsed.data });
}

/**
 * Wraps the server action of a form, so that none forgets who asks, what was typed, or what to say when Redis does not
 * answer. The visitor is checked before the fields are looked at, by the same kinds as in a route (admit.ts). Requests
 * from other sites never get here: the front refuses them.
 */
export function formAction<V extends VisitorKind, F extends z.ZodType, S extends FormState = FormState>(
  options: ActionOptions<V, F>,
  act: Act<V, F, ActionResult<NoInfer<S>>>,
): FormAction<S> {
  return async (_previous, form) => {
    noteActionCall();
    const fields = readForm(form);
    const values = typedValues(fields ?? {}, options.secrets ?? []);
    let result: ActionResult<S> | ActionResult;
    try {
      result = fields ? await perform(options, act, fields) : NO_FORM;
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
      const { message, retryAfter } = explainTrouble(error.trouble);
      const outcomeUnknown = error.trouble === "away";
      result = { ok: false, status: 503, retryAfter, message, outcomeUnknown };
    }
    // redirect() works by throwing, so it stays outside of the try block.
    if ("goTo" in result) redirect(result.goTo);
    const { status = result.errors ? 422 : 409, retryAfter, ...state } = result;
    if (state.ok) return state as S;
    setReplyStatus(retryAfter ? { status, retryAfter } : { status });
    return { values, ...state } as S;
  };
}

/**
 * The same for a form that keeps no state, where a page has no script to spare for it: the action always ends at an
 * address. @throws RedisUnavailableError, which the front shows as a page
 * @param refusedAt where to go when the visitor is not admitted or the fields are invalid
 */
export function plainFormAction<V extends VisitorKind, F extends z.ZodType>(
  options: ActionOptions<V, F>,
  refusedAt: string,
  act: Act<V, F, { goTo: string }>,
): (form: FormData) => Promise<void> {
  return async (form) => {
    noteActionCall();
    const fields = readForm(form);
    const result = fields ? await perform(options, act, fields) : NO_FORM;
    if ("goTo" in result) redirect(result.goTo);
    // The visitor is sent elsewhere whatever it is; the front logs what was refused.
    if (result.status) setReplyStatus({ status: result.status });
    redirect(refusedAt);
  };
}
