"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { changeKey, deleteKey } from "#lib/key-browser/change-key.ts";
import { runLine } from "#lib/key-browser/command-line/run-line.ts";
import { readPasswordOfRedis } from "#lib/key-browser/connection-details.ts";
import { changeKeyBody, KEY_TYPES, type KeyChange, keyParams, MAX_TTL } from "#lib/key-browser/schema.ts";
import { blankAsAbsent, wholeNumber } from "#lib/validation.ts";
import { explainKeyChange, recordKeyAct } from "#lib/web/admin/key-change.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import type { FormState } from "#lib/web/forms/form-state.ts";
import { recordAct } from "#lib/web/request/record.ts";

/** The forms of the browser of keys. */

const seen = { key: keyParams.shape.key, type: z.enum(KEY_TYPES).optional() };
const { field, value } = changeKeyBody.shape;
const lines = (text: unknown) => (typeof text === "string" ? text.replaceAll("\r\n", "\n") : text);

type Changing = Parameters<Parameters<typeof formAction<"fresh-admin", z.ZodType<KeyChange & { key: string }>>>[1]>[0];

/** Changes a key as a form says. */
async function change({ context, visitor, fields: { key, ...wanted } }: Changing): Promise<ActionResult> {
  const changed = await changeKey(key, wanted);
  if (!changed.ok && changed.reason === "invalid") return { ok: false, errors: changed.errors };
  if (!changed.ok) return { ok: false, message: `${explainKeyChange(changed)}.` };
  await recordKeyAct(context, visitor.user, "key-changed", key, changed);
  refresh();
  return { ok: true, message: `Changed. Before: ${changed.before}.` };
}

const fieldForm = z.object({ ...seen, field: field.unwrap(), value: z.preprocess(lines, value.unwrap()) });
// An empty field takes the lifetime away.
const ttlForm = z.object({ ...seen, ttl: blankAsAbsent(wholeNumber(1, MAX_TTL).optional()) });

/** Changes a field of a hash, an element of a list or a score. */
export const changeFieldAction = formAction({ visitor: "fresh-admin", fields: fieldForm }, change);

/** Sets the lifetime of a key, or takes it away. */
export const setTtlAction = formAction({ visitor: "fresh-admin", fields: ttlForm }, ({ fields, ...rest }) =>
  change({ ...rest, fields: { ...fields, ttl: fields.ttl ?? null } }),
);

export const deleteKeyAction = formAction(
  { visitor: "fresh-admin", fields: z.object(seen) },
  async ({ context, visitor, fields: { key, type } }): Promise<ActionResult> => {
    const deleted = await deleteKey(key, type);
    if (!deleted.ok && deleted.reason === "invalid")
      return { ok: false, status: 422, message: `${explainKeyChange(deleted)}.` };
    if (!deleted.ok && deleted.reason === "other-type") return { ok: false, message: `${explainKeyChange(deleted)}.` };
    if (deleted.ok) await recordKeyAct(context, visitor.user, "key-deleted", key, deleted);
    return { goTo: `/admin/keys?${new URLSearchParams({ deleted: key })}` };
  },
);

/** The state of the command line: what the last line printed. */
export type CommandState =
  | (NonNullable<FormState> & { printed?: { line: string; text: string; remark: string } })
  | null;

const commandForm = z.object({ line: z.string().max(2000).default("") });

/** Runs a line of the command line, which only reads. */
export const runCommandAction = formAction<"admin", typeof commandForm, CommandState>(
  { visitor: "admin", fields: commandForm },
  async ({ fields: { line } }) => ({ ok: true, printed: { line, ...(await runLine(line)) } }),
);

/** The state of the form that shows the password of Redis, until the page is left. */
export type PasswordState = (NonNullable<FormState> & { redisPassword?: string }) | null;

/** Shows the password of Redis once, to an administrator whose sign-in is fresh. */
export const showRedisPasswordAction = formAction<"fresh-admin", z.ZodObject, PasswordState>(
  { visitor: "fresh-admin", fields: z.object({}) },
  async ({ context, visitor }) => {
    const redisPassword = readPasswordOfRedis();
    if (redisPassword === null) return { ok: false, message: "The store has no password for this Redis." };
    await recordAct(context, visitor.user, "redis-password-shown", "redis");
    return { ok: true, redisPassword };
  },
);
