import { authenticate } from "#lib/account/authenticate.ts";
import { limitRegistrations } from "#lib/account/rate-limits.ts";
import { registerUser } from "#lib/account/register.ts";
import { TAKEN, type User } from "#lib/user/schema.ts";
import { recordOwn } from "#lib/web/request/record.ts";
import type { RequestContext } from "#lib/web/request/request-context.ts";
import { clientOf, startUserSession } from "#lib/web/request/visitor.ts";
import { type AccountFailure, explainPasswordRefusal, rateLimited, TOO_BUSY } from "./account-failure.ts";

export type SignInOutcome = { ok: true; user: User } | AccountFailure;

const MISMATCH: AccountFailure = { ok: false, status: 401, message: "Incorrect username or password." };

/** Checks the username and password, and signs the visitor in. */
export async function signIn(
  context: RequestContext,
  { username, password }: { username: string; password: string },
): Promise<SignInOutcome> {
  const found = await authenticate(username, password, clientOf(context));
  if (!found.ok) return explainPasswordRefusal(found, MISMATCH);
  if (!(await startUserSession(context, found))) return MISMATCH;
  await recordOwn(context, found.user.id, "sign-in");
  return { ok: true, user: found.user };
}

/** Creates an account and signs the visitor in. @param createUser pass registerFromForm for a form, which may be sent twice */
export async function register(
  context: RequestContext,
  input: { username: string; email: string; password: string },
  createUser: typeof registerUser = registerUser,
): Promise<SignInOutcome> {
  const wait = await limitRegistrations(context.clientAddress);
  if (wait !== null) return rateLimited(wait, "Too many accounts have been created from your address.");
  const created = await createUser(input);
  if (!created.ok) {
    if (created.reason === "busy") return TOO_BUSY;
    return { ok: false, status: 409, message: `That username ${TAKEN}.`, errors: { username: TAKEN } };
  }
  await recordOwn(context, created.user.id, "account-created");
  return (await startUserSession(context, created)) ? { ok: true, user: created.user } : MISMATCH;
}
