import { toPublicUser } from "#lib/user/schema.ts";
import { json } from "#lib/web/routes/json.ts";
import { problem } from "#lib/web/routes/problem.ts";
import type { SignInOutcome } from "#lib/web/sign-in/sign-in.ts";

/** The reply to a sign-in or registration. */
export function replyToSignIn(outcome: SignInOutcome, status: 200 | 201): Response {
  if (outcome.ok) return json({ user: toPublicUser(outcome.user) }, status);
  const { message, errors, retryAfter } = outcome;
  return problem(outcome.status, message, { errors, retryAfter });
}
