import { Secret, TOTP } from "otpauth";
import { beginTotp, confirmTotp, readTotpSetup } from "#lib/account/second-factor/totp.ts";
import { nowMs } from "#lib/time.ts";
import { getUser } from "#lib/user/store.ts";
import { holdClockAt } from "./hold-clock.ts";

/** Stands for the app on a user's phone. */

const STEP_MS = 30_000;
/** The session that sets the app up. */
export const SESSION = "the session that sets it up";

/** The code that an app with this secret shows, so many steps from now. */
export function codeOf(secret: string, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: nowMs() + steps * STEP_MS });
}

/** Begins to set up an app for a user. @returns the secret in base32 */
export async function beginApp(userId: string): Promise<string> {
  await beginTotp(userId, SESSION);
  const setup = await readTotpSetup({ id: userId, username: "alice" }, SESSION);
  if (!setup) throw new Error("There is no setup");
  return setup.secret;
}

/** Sets an app up. The code of the step before now confirms it, so that the present one is left. @returns the secret */
export async function enrolApp(userId: string): Promise<string> {
  const secret = await beginApp(userId);
  const user = { id: userId, factorsVersion: (await getUser(userId))?.factorsVersion ?? 0 };
  const confirmed = await confirmTotp(user, SESSION, codeOf(secret, -1));
  if (confirmed !== "ok") throw new Error(confirmed);
  return secret;
}

/** Holds the clock in the middle of a step, so that no code changes while a test looks at it. */
export function holdClock(steps = 0): void {
  const middle = Math.floor(nowMs() / STEP_MS) * STEP_MS + STEP_MS / 2;
  holdClockAt(middle + steps * STEP_MS);
}
