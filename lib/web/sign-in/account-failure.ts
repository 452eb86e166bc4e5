import type { PasswordRefusal } from "#lib/account/authenticate.ts";
import { formatWait } from "#lib/text.ts";
import type { FieldErrors } from "#lib/validation.ts";

/** Why a sign-in, a registration or a change of an account failed: for a route as a problem, for a form as a message. */
export interface AccountFailure {
  ok: false;
  status: 401 | 403 | 409 | 422 | 429 | 503;
  message: string;
  /** by form field */
  errors?: FieldErrors;
  /** seconds */
  retryAfter?: number;
}

export const TOO_BUSY: AccountFailure = {
  ok: false,
  status: 503,
  message: "Too many people are signing in at the moment. Try again in a few seconds.",
  retryAfter: 3,
};

/** @param retryAfter seconds @param what the limit that was reached, as a sentence */
export function rateLimited(retryAfter: number, what: string): AccountFailure {
  return { ok: false, status: 429, message: `${what} Try again ${formatWait(retryAfter)}.`, retryAfter };
}

/** @param mismatch what is said when the password is wrong */
export function explainPasswordRefusal(refusal: PasswordRefusal, mismatch: AccountFailure): AccountFailure {
  switch (refusal.reason) {
    case "busy":
      return TOO_BUSY;
    case "disabled":
      return { ok: false, status: 403, message: "This account has been disabled." };
    case "limited":
      return rateLimited(refusal.retryAfter, "Too many failed attempts.");
    case "mismatch":
      return mismatch;
  }
}

/** A failure as a form shows it: beside the field, or as a whole. */
export function toFormState({ errors, message, status, retryAfter }: AccountFailure) {
  return { ok: false, status, ...(retryAfter && { retryAfter }), ...(errors ? { errors } : { message }) };
}
