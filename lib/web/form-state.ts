import type { FieldErrors } from "./problem.ts";

/** What a form shows after it was sent: null before that. Passwords are never among the values. */
export type FormState = {
  ok: boolean;
  message?: string;
  /** by field name, in plain words */
  errors?: FieldErrors;
  /** what was typed, to fill the form again */
  values?: Record<string, string>;
} | null;

/** A server action for `useActionState`, which also works as the plain action of a form. */
export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>;
