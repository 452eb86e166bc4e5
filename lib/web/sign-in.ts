import { authenticate } from "#lib/account/authenticate.ts";
import { limitRegistrations } from "#lib/account/rate-limits.ts";
import { registerUser } from "#lib/account/register.ts";
import { TAKEN, type User } from "#lib/user/schema.ts";
import { type Complaint, explainBusy, explainLimit, explainRefusal } from "#lib/web/replies/account-failure.ts";
import { readAddress, startUserSession } from "./visitor.ts";

export type SignInOutcome = { ok: true; user: User } | Complaint;

const MISMATCH: Complaint = { ok: false, status: 401, message: "That name and password do not belong together." };

/** Checks a name and password and signs the visitor of this request in. */
export async function signIn(username: string, password: string): Promise<SignInOutcome> {
  const found = await authenticate(username, password, await readAddress());
  if (!found.ok) return explainRefusal(found, MISMATCH);
  return (await startUserSession(found)) ? { ok: true, user: found.user } : MISMATCH;
}

/** Creates an account and signs the visitor of this request in. */
export async function register(
  input: { username: string; email: string; password: string },
  createUser: typeof registerUser = registerUser,
): Promise<SignInOutcome> {
  const wait = await limitRegistrations(await readAddress());
  if (wait !== null) return explainLimit(wait, "Too many accounts have been made from your address.");
  const made = await createUser(input);
  if (!made.ok) {
    return made.reason === "busy"
      ? explainBusy()
      : { ok: false, status: 409, message: `That username ${TAKEN}.`, errors: { username: TAKEN } };
  }
  return (await startUserSession(made)) ? { ok: true, user: made.user } : MISMATCH;
}
