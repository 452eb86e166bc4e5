import { toPublicUser } from "#lib/user/schema.ts";
import { problem } from "#lib/web/problem.ts";
import { json } from "#lib/web/route.ts";
import type { SignInOutcome } from "#lib/web/sign-in.ts";
import type { Complaint } from "./account-failure.ts";

/** A complaint as a problem document. */
export function toProblem({ status, message, errors, retryAfter }: Complaint): Response {
  return problem(status, message, {
    ...(errors ? { errors } : {}),
    ...(retryAfter ? { retryAfter } : {}),
  });
}

/** The reply to a sign-in or registration. */
export function replyToSignIn(outcome: SignInOutcome, status: 200 | 201): Response {
  return outcome.ok ? json({ user: toPublicUser(outcome.user) }, status) : toProblem(outcome);
}
