import { toPublicUser } from "#lib/user/schema.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { json, type Reply } from "#lib/web/routes/reply.ts";
import type { SignInOutcome } from "#lib/web/sign-in/sign-in.ts";

/** The reply to a sign-in or registration. */
export function replyToSignIn(outcome: SignInOutcome, status: 200 | 201): Reply {
  if (outcome.ok) return json({ user: toPublicUser(outcome.user) }, status);
  const { message, errors, retryAfter, secondFactor } = outcome;
  return problem(outcome.status, message, { errors, retryAfter, ...(secondFactor && { members: { secondFactor } }) });
}
