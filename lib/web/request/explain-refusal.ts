import { formatWait } from "#lib/text.ts";
import type { AdmissionRefusal } from "./admit.ts";

/** What a refused visitor is told, by a problem document or by a form. */
export interface RefusalReply {
  status: 401 | 403 | 409 | 429;
  message: string;
  /** seconds */
  retryAfter?: number;
}

/** Puts a refusal into words. */
export function explainRefusal(refusal: AdmissionRefusal): RefusalReply {
  switch (refusal.reason) {
    case "signed-out":
      return { status: 401, message: "Sign in first" };
    case "not-admin":
      return { status: 403, message: "Only administrators may do this" };
    case "just-signed-in":
      // Another tab's request must not overwrite the new cookie.
      return { status: 409, message: "You have just signed in here. Reload the page and try again." };
    case "not-fresh": {
      const minutes = Math.ceil(refusal.freshSeconds / 60);
      const message = `Sign in again first: your last sign-in must be at most ${minutes} ${minutes === 1 ? "minute" : "minutes"} old for this`;
      return { status: 403, message };
    }
    case "too-many-sessions": {
      const { retryAfter } = refusal;
      const message = `Too many visitors came from your address. Try again ${formatWait(retryAfter)}.`;
      return { status: 429, message, retryAfter };
    }
  }
}
