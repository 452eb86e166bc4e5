import type { AuditAct } from "#lib/audit/schema.ts";
import type { ChangeResult, ChangeValues } from "#lib/key-browser/change-key.ts";
import { toBytes } from "#lib/key-browser/names.ts";
import type { User } from "#lib/user/schema.ts";
import { recordAct } from "#lib/web/request/record.ts";
import type { RequestContext } from "#lib/web/request/request-context.ts";

/** The longest name that the audit stream keeps, in characters. */
const MAX_NAME = 190;

/** A key as the audit stream names it. What opens a session, or may do so, is not kept there. */
function auditName(name: string): string {
  const key = toBytes(name).toString();
  const hidden = /^(session|sign_in|passkey_challenge|registration_form):/.exec(key);
  return hidden ? `key:${hidden[0]}…` : `key:${key.slice(0, MAX_NAME)}`;
}

/** Records what an administrator did to a key. The round trips of recordAct. */
export function recordKeyAct(
  context: RequestContext,
  user: Pick<User, "id">,
  what: AuditAct,
  name: string,
  { before, after }: ChangeValues,
): Promise<void> {
  return recordAct(context, user, what, auditName(name), { before, after });
}

/** Why a key was not changed, in a sentence. */
export function explainKeyChange(result: ChangeResult & { ok: false }): string {
  if (result.reason === "other-type")
    return `The key is now of the type ${result.type}, not what you saw. Nothing was changed; look at it again`;
  if (result.reason === "absent") return "There is no such key any more";
  return Object.entries(result.errors)
    .map(([field, message]) => `${field[0]?.toUpperCase()}${field.slice(1)} ${message}`)
    .join("; ");
}
