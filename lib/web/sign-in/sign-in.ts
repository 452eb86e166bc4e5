import { registerFromForm, registerUser } from "#lib/account/register.ts";
import { type FactorMethod, methodsOf, readFactors } from "#lib/account/second-factor/factors.ts";
import { type PasskeyAnswer, type RelyingParty, userIdOf, verifyPasskey } from "#lib/account/second-factor/passkeys.ts";
import { beginPendingSignIn, endPendingSignIn, findPendingSignIn } from "#lib/account/second-factor/pending-sign-in.ts";
import { authenticate } from "#lib/account/sign-in/authenticate.ts";
import { limitRegistrations } from "#lib/account/sign-in/rate-limits.ts";
import { verifyCode } from "#lib/account/sign-in/verify-code.ts";
import { countShop } from "#lib/process/counters/counters.ts";
import { formatWait } from "#lib/text.ts";
import { TAKEN, type User } from "#lib/user/schema.ts";
import { getStoredUser, type StoredUser } from "#lib/user/store.ts";
import { recordOwn } from "#lib/web/request/record.ts";
import type { RequestContext } from "#lib/web/request/request-context.ts";
import { clientOf, startUserSession } from "#lib/web/request/visitor.ts";
import { type AccountFailure, explainPasswordRefusal, rateLimited, TOO_BUSY } from "./account-failure.ts";

export type SignInOutcome = { ok: true; user: User } | AccountFailure;

const MISMATCH: AccountFailure = { ok: false, status: 401, message: "Incorrect username or password." };

/** Checks the username and password, and signs the visitor in, unless the account has a second factor. */
export async function signIn(
  context: RequestContext,
  { username, password }: { username: string; password: string },
): Promise<SignInOutcome> {
  const found = await authenticate(username, password, clientOf(context));
  if (!found.ok) return explainPasswordRefusal(found, MISMATCH);
  const methods = methodsOf(await readFactors(found.user.id));
  if (methods.length === 0) return complete(context, found);
  const message = "The password is right. Now give your second factor.";
  return { ok: false, status: 401, message, secondFactor: { token: await beginPendingSignIn(found), methods } };
}

/** Signs in a user who has proved who they are. @param how besides the password */
async function complete(context: RequestContext, proved: StoredUser, how?: FactorMethod): Promise<SignInOutcome> {
  if (!(await startUserSession(context, proved))) return MISMATCH;
  countShop("signIns");
  await recordOwn(context, proved.user, how === "recovery-code" ? "recovery-code-used" : "sign-in", how);
  return { ok: true, user: proved.user };
}

const START_AGAIN: AccountFailure = {
  ok: false,
  status: 401,
  message: "That took too long, or your account has changed meanwhile. Sign in again.",
};

/** Goes on with a sign-in that waits for its second factor. */
export async function signInWithCode(
  context: RequestContext,
  { token, code }: { token: string; code: string },
): Promise<SignInOutcome> {
  const pending = await findPendingSignIn(token);
  if (!pending) return START_AGAIN;
  const verdict = await verifyCode(pending.user.id, code, clientOf(context));
  if (verdict.ok) return (await endPendingSignIn(token)) ? complete(context, pending, verdict.method) : START_AGAIN;
  const secondFactor = { token, methods: methodsOf(await readFactors(pending.user.id)) };
  if (verdict.reason === "limited") {
    const refused = rateLimited(verdict.retryAfter, "Too many wrong codes.");
    const errors = { code: `is not checked after so many wrong ones; try again ${formatWait(verdict.retryAfter)}` };
    return { ...refused, errors, secondFactor };
  }
  const message = "Incorrect code, or one that has been used.";
  return { ok: false, status: 401, message, errors: { code: "is incorrect or has been used" }, secondFactor };
}

/** Signs in with a passkey, which is two factors at once. */
export async function signInWithPasskey(
  context: RequestContext,
  site: RelyingParty,
  answer: PasskeyAnswer,
): Promise<SignInOutcome> {
  // Read first: if the passkey is taken away meanwhile, the user has changed, and no session is opened.
  const userId = userIdOf(answer.response);
  const found = userId === null ? null : await getStoredUser(userId);
  if (!found || !(await verifyPasskey(found.user.id, site, answer)))
    return { ok: false, status: 401, message: "This passkey is not known here, or it took too long." };
  if (found.user.disabled) return explainPasswordRefusal({ ok: false, reason: "disabled" }, MISMATCH);
  return complete(context, found, "passkey");
}

/**
 * Creates an account and signs the visitor in.
 * @param formKey of a form, which may be sent twice: the second time signs in with the password, and with the second
 *   factor if there is one meanwhile
 */
export async function register(
  context: RequestContext,
  input: { username: string; email: string; password: string; firstName?: string; lastName?: string },
  formKey?: string,
): Promise<SignInOutcome> {
  const wait = await limitRegistrations(context.clientAddress);
  if (wait !== null) return rateLimited(wait, "Too many accounts have been created from your address.");
  const created = formKey === undefined ? await registerUser(input) : await registerFromForm(input, formKey);
  if (!created.ok) {
    if (created.reason === "repeated") return signIn(context, input);
    if (created.reason === "busy") return TOO_BUSY;
    return { ok: false, status: 409, message: `That username ${TAKEN}.`, errors: { username: TAKEN } };
  }
  await recordOwn(context, created.user, "account-created");
  return (await startUserSession(context, created)) ? { ok: true, user: created.user } : MISMATCH;
}
