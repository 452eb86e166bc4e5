import { startUserSession } from "../session/current.ts";
import { authenticate } from "./authenticate.ts";
import { registerUser } from "./register.ts";
import { TAKEN, type User } from "./schema.ts";

/** What came of a sign-in or a registration, ready to be told: by a route as a problem, by a form as a message. */
export type SignInOutcome =
  | { ok: true; user: User }
  | { ok: false; status: 401 | 403 | 409 | 503; message: string; field?: "username" };

const BUSY = "Many people are signing in just now. Try again in a few seconds.";
const MISMATCH = "That name and password do not belong together.";

/** Checks a name and password and signs the visitor in. */
export async function signIn(username: string, password: string): Promise<SignInOutcome> {
  const found = await authenticate(username, password);
  if (!found.ok) {
    if (found.reason === "busy") return { ok: false, status: 503, message: BUSY };
    if (found.reason === "disabled") return { ok: false, status: 403, message: "This account has been shut." };
    return { ok: false, status: 401, message: MISMATCH };
  }
  if (!(await startUserSession(found))) return { ok: false, status: 401, message: MISMATCH };
  return { ok: true, user: found.user };
}

/** Creates an account and signs the visitor in. */
export async function register(input: { username: string; email: string; password: string }): Promise<SignInOutcome> {
  const made = await registerUser(input);
  if (!made.ok) {
    if (made.reason === "busy") return { ok: false, status: 503, message: BUSY };
    return { ok: false, status: 409, message: TAKEN, field: "username" };
  }
  if (!(await startUserSession(made))) return { ok: false, status: 401, message: MISMATCH };
  return { ok: true, user: made.user };
}
