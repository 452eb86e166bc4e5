"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { deleteAccount } from "#lib/account/delete-account.ts";
import { changePassword, changeProfile } from "#lib/account/profile.ts";
import { methodsOf, readFactors } from "#lib/account/second-factor/factors.ts";
import { confirmPassword } from "#lib/account/sign-in/authenticate.ts";
import { publicIdOf } from "#lib/session/identity.ts";
import { deleteOtherSessions, revokeSession } from "#lib/session/user-sessions.ts";
import { OWN_WORDS, repeatsOwner } from "#lib/user/password-rules.ts";
import { passwordBody, profileBody, TAKEN } from "#lib/user/schema.ts";
import { REQUIRED } from "#lib/validation.ts";
import { type ActionResult, askToSignInAgain, formAction } from "#lib/web/forms/form-action.ts";
import { checkFresh, isFresh } from "#lib/web/request/admit.ts";
import { recordOwn } from "#lib/web/request/record.ts";
import { clientOf, endSession, type SignedIn, startUserSession } from "#lib/web/request/visitor.ts";
import {
  type AccountFailure,
  explainPasswordRefusal,
  rateLimited,
  toFormState,
} from "#lib/web/sign-in/account-failure.ts";

/** The actions of the account page's forms. */

/** Why a form that asks for the password alone is refused: where there is a second factor, that is no full proof. */
async function refuseHalfProof(visitor: SignedIn): Promise<ActionResult | null> {
  const notFresh = checkFresh(visitor, "fresh-user");
  if (!notFresh) return null;
  return methodsOf(await readFactors(visitor.user.id)).length > 0 ? askToSignInAgain(notFresh) : null;
}

const wrongPassword = (field: string): AccountFailure => ({
  ok: false,
  status: 422,
  message: "Incorrect password.",
  errors: { [field]: "is incorrect" },
});

/**
 * A new name or e-mail address needs the password or a fresh sign-in; the field is there unless it is fresh. An account
 * with a second factor needs the fresh sign-in.
 */
export const changeProfileAction = formAction(
  { visitor: "user", fields: profileBody.extend({ currentPassword: z.string().max(1024).default("") }) },
  async ({ context, visitor, fields: { currentPassword, ...fields } }): Promise<ActionResult> => {
    const { user } = visitor;
    const isSensitive = fields.username !== user.username || fields.email !== user.email;
    if (isSensitive && !isFresh(visitor)) {
      const refused = await refuseHalfProof(visitor);
      if (refused) return refused;
      const missing = "is needed for a new username or e-mail address";
      if (currentPassword === "") return { ok: false, errors: { currentPassword: missing } };
      const confirmed = await confirmPassword(user, currentPassword, clientOf(context));
      if (!confirmed.ok) return toFormState(explainPasswordRefusal(confirmed, wrongPassword("currentPassword")));
    }
    const result = await changeProfile(user, fields);
    if (result.ok) {
      if (fields.username !== user.username) await recordOwn(context, user, "name-changed");
      if (fields.email !== user.email) await recordOwn(context, user, "email-changed");
      refresh();
      return { ok: true, message: "Saved." };
    }
    switch (result.reason) {
      case "taken":
        return { ok: false, errors: { username: TAKEN } };
      case "limited":
        return toFormState(rateLimited(result.retryAfter, "You have changed your name too often."));
      case "changed":
        return { ok: false, message: "Your account has changed in another window. Load this page again." };
    }
  },
);

export const changePasswordAction = formAction(
  { visitor: "user", fields: passwordBody, secrets: ["current"] },
  async ({ context, visitor, fields }): Promise<ActionResult> => {
    const refused = await refuseHalfProof(visitor);
    if (refused) return refused;
    const { user, session } = visitor;
    if (fields.password === fields.current) return { ok: false, errors: { password: "is the one that you have" } };
    if (repeatsOwner(fields.password, user)) return { ok: false, errors: { password: OWN_WORDS } };
    const changed = await changePassword(user, fields, session.sid, clientOf(context));
    if (!changed.ok) return toFormState(explainPasswordRefusal(changed, wrongPassword("current")));
    await startUserSession(context, changed);
    await recordOwn(context, user, "password-changed");
    const { passkeys } = await readFactors(user.id);
    const left =
      passkeys.length > 0 ? " Your passkeys still sign you in; see under Second factor that all are yours." : "";
    return { ok: true, message: `Your password has been changed. All other devices are signed out.${left}` };
  },
);

/** This device is signed out at any time, another one after a fresh sign-in. */
export const revokeSessionAction = formAction(
  { visitor: "user", fields: z.object({ id: z.string().max(32) }) },
  async ({ context, visitor, fields: { id } }): Promise<ActionResult> => {
    if (id === publicIdOf(visitor.session.sid)) {
      await endSession(context);
      return { goTo: "/" };
    }
    const notFresh = checkFresh(visitor, "fresh-user");
    if (notFresh) return askToSignInAgain(notFresh);
    const revoked = await revokeSession(visitor.user.id, id);
    if (revoked) await recordOwn(context, visitor.user, "sessions-ended", "1");
    refresh();
    if (revoked) return { ok: true, message: "That device is signed out." };
    return { ok: false, status: 404, message: "That device was signed out already." };
  },
);

export const revokeOthersAction = formAction(
  { visitor: "fresh-user", fields: z.object({}) },
  async ({ context, visitor: { user, session } }) => {
    const ended = await deleteOtherSessions(user.id, session.sid);
    if (ended > 0) await recordOwn(context, user, "sessions-ended", String(ended));
    refresh();
    const devices = ended === 1 ? "1 other device" : `${ended} other devices`;
    return { ok: true, message: ended === 0 ? "You were not signed in anywhere else." : `Signed out on ${devices}.` };
  },
);

export const deleteAccountAction = formAction(
  { visitor: "user", fields: z.object({ password: z.string().min(1, REQUIRED).max(1024) }) },
  async ({ context, visitor, fields: { password } }): Promise<ActionResult> => {
    const refused = await refuseHalfProof(visitor);
    if (refused) return refused;
    const { user } = visitor;
    const deleted = await deleteAccount(user, password, clientOf(context));
    if (deleted.ok) {
      await endSession(context);
      return { goTo: "/" };
    }
    if (deleted.reason === "admin")
      return {
        ok: false,
        message: "An administrator's account can't be deleted. Remove the administrator role first.",
      };
    return toFormState(explainPasswordRefusal(deleted, wrongPassword("password")));
  },
);
