import type { AuditAct, AuditEntry } from "./schema.ts";

const WORDS: Readonly<Record<AuditAct, string>> = {
  "sign-in": "Signed in",
  "sign-in-failed": "Sign-in failed",
  "sign-in-refused": "Sign-in refused",
  refused: "Refused",
  "account-created": "Account created",
  "account-deleted": "Account deleted",
  "account-disabled": "Account disabled by the store",
  "account-enabled": "Account enabled by the store",
  "role-changed": "Rights changed by the store",
  "name-changed": "Username changed",
  "email-changed": "E-mail address changed",
  "password-changed": "Password changed",
  "password-set": "Password set by the store",
  "second-factor-added": "Second factor added",
  "second-factor-removed": "Second factor removed",
  "recovery-codes-made": "New recovery codes",
  "recovery-code-used": "Signed in with a recovery code",
  "sessions-ended": "Signed out elsewhere",
};

/** An entry of a user's activity in words: what, and how often or what else there is to say of it. */
export function describeActivity({ what, after }: AuditEntry): string {
  const isTelling = what !== "sessions-ended" && after !== "" && after !== "1 within an hour";
  return WORDS[what] + (isTelling ? ` (${after})` : "");
}
