"use server";

import { randomBytes } from "node:crypto";
import { refresh } from "next/cache";
import { z } from "zod";
import { endUserSessions, setPassword } from "#lib/account/operator.ts";
import { changeRights, RIGHTS_REFUSALS } from "#lib/account/people/rights.ts";
import { registerUser } from "#lib/account/register.ts";
import { endAnySession } from "#lib/session/all-sessions.ts";
import { revokeSession } from "#lib/session/user-sessions.ts";
import { newPassword, OWN_WORDS, repeatsOwner } from "#lib/user/password-rules.ts";
import { email, TAKEN, username } from "#lib/user/schema.ts";
import { getUser } from "#lib/user/store.ts";
import { blankAsAbsent } from "#lib/validation.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import { savedUrl } from "#lib/web/forms/saved-notice.ts";
import { selectionOf, tellOutcome } from "#lib/web/forms/selection.ts";
import { actorOf, recordAct, recordEndedSession } from "#lib/web/request/record.ts";
import { sessionParams, userParams } from "#lib/web/routes/params.ts";

/** The forms of the admin pages for people and sessions. All need a fresh sign-in. */

const { id } = userParams.shape;
/** Left empty, one is made and shown once. */
const password = blankAsAbsent(newPassword.optional());
const UNKNOWN: ActionResult = { ok: false, status: 404, message: `${RIGHTS_REFUSALS.unknown}.` };
const BUSY: ActionResult = { ok: false, status: 503, retryAfter: 2, message: "Too many passwords wait. Try again." };

const makePassword = () => randomBytes(12).toString("base64url");
const shownOnce = (made: string) => `The password, shown this once: ${made}`;

const newUser = z
  .object({ username, email, password, role: z.enum(["shopper", "admin"]) })
  .refine((fields) => !fields.password || !repeatsOwner(fields.password, fields), {
    path: ["password"],
    error: OWN_WORDS,
  });

export const createUserAction = formAction(
  { visitor: "fresh-admin", fields: newUser },
  async ({ context, visitor, fields }): Promise<ActionResult> => {
    const made = fields.password ? null : makePassword();
    const result = await registerUser({ ...fields, password: fields.password ?? made ?? "", byOperator: true });
    if (!result.ok) return result.reason === "busy" ? BUSY : { ok: false, errors: { username: TAKEN } };
    const { user } = result;
    await recordAct(context, visitor.user, "account-created", `user:${user.id}`, { after: `role: ${user.role}` });
    if (made) return { ok: true, message: `${user.username} has the number ${user.id}. ${shownOnce(made)}` };
    return { goTo: savedUrl(`/admin/users/${user.id}`) };
  },
);

const CHANGES = {
  promote: { role: "admin" },
  demote: { role: "shopper" },
  disable: { disabled: true },
  enable: { disabled: false },
} as const;
const DONE = {
  promote: "is an administrator from the next sign-in on, and signed out everywhere.",
  demote: "is a shopper, and signed out everywhere.",
  disable: "is disabled, and signed out everywhere.",
  enable: "can sign in again.",
} as const;

export const changeRightsAction = formAction(
  { visitor: "fresh-admin", fields: z.object({ id, go: z.enum(["promote", "demote", "disable", "enable"]) }) },
  async ({ context, visitor, fields }): Promise<ActionResult> => {
    const changed = await changeRights(actorOf(context, visitor.user), fields.id, CHANGES[fields.go]);
    if (!changed.ok) return { ok: false, message: `${RIGHTS_REFUSALS[changed.reason]}.` };
    refresh();
    return { ok: true, message: `${changed.user.username} ${DONE[fields.go]}` };
  },
);

export const setPasswordAction = formAction(
  { visitor: "fresh-admin", fields: z.object({ id, password }) },
  async ({ context, visitor, fields }): Promise<ActionResult> => {
    if (fields.id === visitor.user.id)
      return { ok: false, message: "Change your own password on your account page, which asks for the current one." };
    const user = await getUser(fields.id);
    if (!user) return UNKNOWN;
    if (fields.password && repeatsOwner(fields.password, user)) return { ok: false, errors: { password: OWN_WORDS } };
    const made = fields.password ? null : makePassword();
    if (!(await setPassword(fields.id, fields.password ?? made ?? "", actorOf(context, visitor.user)))) return BUSY;
    refresh();
    const done = `${user.username} has a new password and is signed out everywhere.`;
    return { ok: true, message: made ? `${done} ${shownOnce(made)}` : done };
  },
);

export const endUserSessionsAction = formAction(
  { visitor: "fresh-admin", fields: z.object({ id }) },
  async ({ context, visitor, fields }): Promise<ActionResult> => {
    const ended = await endUserSessions(fields.id, visitor.session.sid, actorOf(context, visitor.user));
    refresh();
    return { ok: true, message: ended === 1 ? "1 session has ended." : `${ended} sessions have ended.` };
  },
);

/** A session by its public id, and whose it is: a user's is found without looking at all sessions. */
const chosen = z
  .string()
  .transform((text) => text.split(" "))
  .pipe(z.tuple([sessionParams.shape.id, id]).or(z.tuple([sessionParams.shape.id])));

const sessions = z.object({
  /** the one whose own button was pressed: then nothing else ends, whatever is selected */
  session: chosen.optional(),
  chosen: selectionOf(chosen),
});

export const endSessionAction = formAction(
  { visitor: "fresh-admin", fields: sessions },
  async ({ context, visitor, fields }): Promise<ActionResult> => {
    const end = async ([publicId, ownerId]: z.output<typeof chosen>) => {
      const userId = ownerId ?? null;
      const ended = userId === null ? await endAnySession(publicId) : await revokeSession(userId, publicId);
      if (ended) await recordEndedSession(context, visitor.user, publicId, userId);
      return Boolean(ended);
    };
    if (fields.session) {
      const ended = await end(fields.session);
      refresh();
      return ended ? { ok: true, message: "The session has ended." } : { ok: false, message: "It had ended already." };
    }
    const gone: string[] = [];
    for (const each of fields.chosen) if (!(await end(each))) gone.push(`${each[0]} had ended already`);
    refresh();
    return tellOutcome("session", fields.chosen.length, "ended", gone);
  },
);
