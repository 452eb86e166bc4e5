import { z } from "zod";
import type { Passkey } from "#lib/account/second-factor/passkeys.ts";
import type { ListedSession } from "#lib/session/user-sessions.ts";
import type { PublicUser } from "#lib/user/schema.ts";
import { problem, time } from "./common.ts";

/** Replies about accounts and sessions, strict: a missing or additional field is an error. */

const publicUser = z
  .strictObject({ id: z.string(), username: z.string(), role: z.enum(["shopper", "admin"]) })
  .meta({ id: "User" }) satisfies z.ZodType<PublicUser>;
/** The reply to a sign-in or registration. */
export const user = z.strictObject({ user: publicUser });

const activity = { createdAt: time, lastActivity: time, currentPage: z.string(), pageViews: z.int().min(0) };
/** Who the visitor is. */
export const session = z
  .strictObject({ user: publicUser.nullable(), session: z.strictObject(activity).nullable() })
  .meta({ id: "Session" });

const listedSession = z
  .strictObject({ id: z.string(), current: z.boolean(), ...activity, device: z.string() })
  .meta({ id: "ListedSession" }) satisfies z.ZodType<ListedSession>;
export const sessionList = z.strictObject({ items: z.array(listedSession) });

/** Why a sign-in failed; with `secondFactor` the password was right, and a code or a passkey is still missing. */
export const secondFactorProblem = problem.extend({
  secondFactor: z
    .strictObject({ token: z.string(), methods: z.array(z.enum(["totp", "passkey", "recovery-code"])) })
    .optional(),
});

/** The options are those of WebAuthn (PublicKeyCredential…OptionsJSON). */
export const passkeyOptions = z.strictObject({ token: z.string(), options: z.looseObject({ challenge: z.string() }) });

const passkey = z
  .strictObject({ id: z.string(), name: z.string(), createdAt: time, usedAt: time.nullable() })
  .meta({ id: "Passkey" }) satisfies z.ZodType<Passkey>;
export const passkeyList = z.strictObject({ items: z.array(passkey) });
