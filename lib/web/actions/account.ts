"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { leave } from "#lib/account/delete-account.ts";
import { changePassword, changeProfile } from "#lib/account/profile.ts";
import { publicIdOf } from "#lib/session/identity.ts";
import type { Session } from "#lib/session/schema.ts";
import { deleteOtherSessions, revokeSession } from "#lib/session/user-sessions.ts";
import { OWN_NAME, passwordBody, profileBody, repeatsOwner, TAKEN, type User } from "#lib/user/schema.ts";
import { type ActionResult, formAction } from "#lib/web/form-action.ts";
import { type Complaint, explainRefusal, toFormState } from "#lib/web/replies/account-failure.ts";
import { currentUser, endSession, readAddress, startUserSession } from "#lib/web/visitor.ts";

/** What the forms of the account page do. Each asks Redis who is signed in; guests are sent to sign in. */

async function signedIn(): Promise<{ user: User; session: Session }> {
  return (await currentUser()) ?? redirect("/login?next=/account");
}

const wrong = (field: string): Complaint => ({
  ok: false,
  status: 422,
  message: "That is not your password.",
  errors: { [field]: "is not the one you sign in with" },
});

export const changeProfileAction = formAction(profileBody, async (input): Promise<ActionResult> => {
  const { user } = await signedIn();
  const result = await changeProfile(user, input);
  if (result.ok) {
    refresh();
    return { ok: true, message: "Saved." };
  }
  return result.reason === "taken" ? { ok: false, errors: { username: TAKEN } } : { goTo: "/login" };
});

export const changePasswordAction = formAction(passwordBody, async (input): Promise<ActionResult> => {
  const { user, session } = await signedIn();
  if (repeatsOwner(input.password, user)) return { ok: false, errors: { password: OWN_NAME } };
  const changed = await changePassword(user, input, session.sid, await readAddress());
  if (!changed.ok) return toFormState(explainRefusal(changed, wrong("current")));
  await startUserSession(changed);
  return { ok: true, message: "Your password is changed. Everywhere else you are signed out." };
});

export const revokeSessionAction = formAction(z.object({ id: z.string().max(32) }), async ({ id }) => {
  const { user, session } = await signedIn();
  if (id !== publicIdOf(session.sid)) {
    await revokeSession(user.id, id);
    refresh();
    return { ok: true, message: "That device is signed out." };
  }
  await endSession();
  return { goTo: "/" };
});

export const revokeOthersAction = formAction(z.object({}), async () => {
  const { user, session } = await signedIn();
  const ended = await deleteOtherSessions(user.id, session.sid);
  refresh();
  const devices = ended === 1 ? "1 other device" : `${ended} other devices`;
  return { ok: true, message: ended === 0 ? "You were signed in nowhere else." : `Signed out on ${devices}.` };
});

const deletion = z.object({ password: z.string().min(1, "is needed").max(1024) });

export const deleteAccountAction = formAction(deletion, async ({ password }): Promise<ActionResult> => {
  const { user } = await signedIn();
  const left = await leave(user, password, await readAddress());
  if (left.ok) {
    await endSession();
    return { goTo: "/" };
  }
  if (left.reason === "admin")
    return { ok: false, message: "An administrator's account can't be deleted; give the role away first." };
  return toFormState(explainRefusal(left, wrong("password")));
});
