import { problem } from "../http/problem.ts";
import { json } from "../http/route.ts";
import { toPublicUser } from "./schema.ts";
import type { SignInOutcome } from "./sign-in.ts";

/** The reply to a sign-in or registration. */
export function replyToSignIn(outcome: SignInOutcome, status: 200 | 201): Response {
  if (outcome.ok) return json({ user: toPublicUser(outcome.user) }, status);
  const { message, field } = outcome;
  return problem(outcome.status, message, {
    ...(field ? { errors: { [field]: message } } : {}),
    ...(outcome.status === 503 ? { retryAfter: 3 } : {}),
  });
}
