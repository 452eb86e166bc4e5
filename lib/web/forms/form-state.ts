import type { FieldErrors } from "#lib/validation.ts";

/** What a form shows after it was sent: null before that. Passwords are never among the values. */
export type FormState = {
  ok: boolean;
  message?: string;
  /** by field name, in plain words that go on from it */
  errors?: FieldErrors;
  /** whether signing in again, in another tab, would help */
  signInAgain?: boolean;
  /** whether it may have taken effect all the same, or may do so when it is sent again unchanged */
  outcomeUnknown?: boolean;
  /** whether the page belongs to an earlier build of the store, and has to be loaded again */
  isOld?: boolean;
  /** what was typed, to fill the form again */
  values?: Record<string, string>;
} | null;

/** A server action for `useActionState`, which also works as the plain action of a form. */
export type FormAction<S extends FormState = FormState> = (previous: S, form: FormData) => Promise<S>;
