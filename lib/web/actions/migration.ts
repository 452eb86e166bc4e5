"use server";

import { z } from "zod";
import { actOnMigration } from "#lib/migration/run/act.ts";
import { migrationBody } from "#lib/migration/schema.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import { recordAct } from "#lib/web/request/record.ts";

/** Form fields are text: numbers are converted, and empty fields are left out. */
const fields = z
  .record(z.string(), z.string())
  .transform(
    (typed): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(typed)
          .filter(([, text]) => text.trim() !== "")
          .map(([name, text]) => [name, /^\d+$/.test(text.trim()) ? Number(text) : text]),
      ),
  )
  .pipe(migrationBody);

/** What the buttons of the cockpit do. */
export const migrationAction = formAction(
  { visitor: "admin", fields },
  async ({ context, visitor, fields: body }): Promise<ActionResult> => {
    const { ok, reasons } = await actOnMigration(body, visitor.user.username);
    if (!ok) return { ok: false, message: reasons.join(" ") };
    await recordAct(context, visitor.user, "migration-moved", "migration", { after: body.action });
    return { goTo: "/admin/migration" };
  },
);
