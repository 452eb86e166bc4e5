"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { methodsOf, readFactors } from "#lib/account/second-factor/factors.ts";
import { removePasskey } from "#lib/account/second-factor/passkeys.ts";
import { makeRecoveryCodes } from "#lib/account/second-factor/recovery-codes.ts";
import { code } from "#lib/account/second-factor/schema.ts";
import { beginTotp, confirmTotp, removeTotp } from "#lib/account/second-factor/totp.ts";
import { publicIdOf } from "#lib/session/identity.ts";
import { deleteOtherSessions } from "#lib/session/user-sessions.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import type { FormState } from "#lib/web/forms/form-state.ts";
import { recordOwn } from "#lib/web/request/record.ts";
import type { RequestContext } from "#lib/web/request/request-context.ts";
import type { SignedIn } from "#lib/web/request/visitor.ts";

/**
 * The forms in which users manage their second factors. Each needs a fresh sign-in, which needs the factors that there
 * are. A factor that is added or removed ends all other sessions (OWASP ASVS 7.4.3).
 */

/** The state of the form with new recovery codes, which are shown this once. */
export type RecoveryCodesState = (NonNullable<FormState> & { codes?: string[] }) | null;

async function noteChange(
  context: RequestContext,
  { user, session }: SignedIn,
  what: "added" | "removed",
  factor: string,
) {
  await deleteOtherSessions(user.id, session.sid);
  await recordOwn(context, user, `second-factor-${what}`, factor);
  refresh();
}

/** Draws the secret of an authenticator app. The page shows it and asks for the first code. */
export const beginTotpAction = formAction(
  { visitor: "fresh-user", fields: z.object({}) },
  async ({ visitor: { user, session } }): Promise<ActionResult> => {
    await beginTotp(user.id, publicIdOf(session.sid));
    return { goTo: "/account/second-factor?setup=1" };
  },
);

export const confirmTotpAction = formAction(
  { visitor: "fresh-user", fields: z.object({ code }), secrets: ["code"] },
  async ({ context, visitor, fields }): Promise<ActionResult> => {
    const confirmed = await confirmTotp(visitor.user, publicIdOf(visitor.session.sid), fields.code.replace(/\s/g, ""));
    if (confirmed === "wrong")
      return { ok: false, errors: { code: "is incorrect; see that the clock of your device is right" } };
    if (confirmed === "expired") return { ok: false, message: "That took too long. Begin again." };
    await noteChange(context, visitor, "added", "authenticator app");
    return { goTo: "/account/second-factor?added=1" };
  },
);

export const removeTotpAction = formAction(
  { visitor: "fresh-user", fields: z.object({}) },
  async ({ context, visitor }): Promise<ActionResult> => {
    if (await removeTotp(visitor.user.id)) await noteChange(context, visitor, "removed", "authenticator app");
    return { ok: true, message: "Your authenticator app is no longer asked for." };
  },
);

export const removePasskeyAction = formAction(
  { visitor: "fresh-user", fields: z.object({ id: z.string().max(1400) }) },
  async ({ context, visitor, fields: { id } }): Promise<ActionResult> => {
    if (await removePasskey(visitor.user.id, id)) await noteChange(context, visitor, "removed", "passkey");
    return { ok: true, message: "The passkey is removed. Delete it on your device too." };
  },
);

/** Makes recovery codes in place of those that are left. */
export const makeRecoveryCodesAction = formAction<"fresh-user", z.ZodObject, RecoveryCodesState>(
  { visitor: "fresh-user", fields: z.object({}) },
  async ({ context, visitor: { user } }) => {
    if (methodsOf(await readFactors(user.id)).length === 0)
      return { ok: false, message: "Add a second factor first: recovery codes stand in for it." };
    const codes = await makeRecoveryCodes(user.id);
    await recordOwn(context, user, "recovery-codes-made");
    refresh();
    return { ok: true, message: "Your new recovery codes:", codes };
  },
);
