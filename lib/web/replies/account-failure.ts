import type { Refusal } from "#lib/account/authenticate.ts";
import { inWords } from "#lib/account/rate-limits.ts";

/** A refusal as it is told: by a route as a problem document, by a form as a message. */
export interface Complaint {
  ok: false;
  status: 401 | 403 | 409 | 422 | 429 | 503;
  message: string;
  /** by form field, as the end of a sentence that begins with the field's name */
  errors?: Record<string, string>;
  /** seconds */
  retryAfter?: number;
}

export function explainBusy(): Complaint {
  const message = "Many people are signing in just now. Try again in a few seconds.";
  return { ok: false, status: 503, message, retryAfter: 3 };
}

export function explainLimit(retryAfter: number, what: string): Complaint {
  return { ok: false, status: 429, message: `${what} Try again ${inWords(retryAfter)}.`, retryAfter };
}

/** @param mismatch what is said when the password is wrong */
export function explainRefusal(refusal: Refusal, mismatch: Complaint): Complaint {
  switch (refusal.reason) {
    case "busy":
      return explainBusy();
    case "disabled":
      return { ok: false, status: 403, message: "This account has been shut." };
    case "limited":
      return explainLimit(refusal.retryAfter, "Too many attempts have failed here.");
    case "mismatch":
      return mismatch;
  }
}

/** A complaint as a form shows it: beside the field, or as a whole. */
export function toFormState({ errors, message, status, retryAfter }: Complaint) {
  return { ok: false, status, ...(retryAfter && { retryAfter }), ...(errors ? { errors } : { message }) };
}
