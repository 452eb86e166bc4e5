import { problem } from "../http/problem.ts";
import { json } from "../http/route.ts";
import type { Complaint } from "./explain.ts";
import { toPublicUser } from "./schema.ts";
import type { SignInOutcome } from "./sign-in.ts";

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
