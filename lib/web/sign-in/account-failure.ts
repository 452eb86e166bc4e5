import type { FactorMethod } from "#lib/account/second-factor/factors.ts";
import type { PasswordRefusal } from "#lib/account/sign-in/authenticate.ts";
import { formatWait } from "#lib/text.ts";
import type { FieldErrors } from "#lib/validation.ts";

/**
 * Why a sign-in, a registration or a change of an account failed. Routes reply with a problem document, forms with a
 * message.
 */
export interface AccountFailure {
  ok: false;
  status: 401 | 403 | 409 | 422 | 429 | 503;
  message: string;
  /** by field name */
  errors?: FieldErrors;
  /** seconds */
  retryAfter?: number;
  /** the password was right; the token and the ways in which to give the second factor */
  secondFactor?: SecondFactorRequest;
}

/** How a sign-in goes on that needs a second factor. */
export interface SecondFactorRequest {
  token: string;
  methods: FactorMethod[];
}

export const TOO_BUSY: AccountFailure = {
  ok: false,
  status: 503,
  message: "Too many people are signing in at the moment. Try again in a few seconds.",
  retryAfter: 3,
};

/** @param retryAfter seconds @param sentence the limit that was reached */
export function rateLimited(retryAfter: number, sentence: string): AccountFailure {
  return { ok: false, status: 429, message: `${sentence} Try again ${formatWait(retryAfter)}.`, retryAfter };
}

/** @param mismatch the failure to return when the password is wrong */
export function explainPasswordRefusal(refusal: PasswordRefusal, mismatch: AccountFailure): AccountFailure {
  switch (refusal.reason) {
    case "busy":
      return TOO_BUSY;
    case "disabled":
      return {
        ok: false,
        status: 403,
        message: "This account has been disabled. Contact the administrator of the store.",
      };
    case "limited":
      return rateLimited(refusal.retryAfter, "Too many failed attempts.");
    case "mismatch":
      return mismatch;
  }
}

/** A failure as the state of a form: the errors of its fields, or else a message for the whole form. */
export function toFormState({ errors, message, status, retryAfter, secondFactor }: AccountFailure) {
  const more = { ...(retryAfter && { retryAfter }), ...(secondFactor && { secondFactor }) };
  return { ok: false, status, ...more, ...(errors ? { errors } : { message }) };
}
