"use server";

import { z } from "zod";
import { explainRefusal } from "#lib/lab/runs/explain-refusal.ts";
import { startRun } from "#lib/lab/runs/runs.ts";
import { runBody } from "#lib/lab/runs/schema.ts";
import { formAction } from "#lib/web/form-action.ts";
import { requireAdmin } from "#lib/web/require-admin.ts";

/** What a form sends is text: figures become numbers, a ticked box becomes true, and what was left empty is left out. */
function readValue(text: string): unknown {
  if (text === "on") return true;
  return /^\d+$/.test(text) ? Number(text) : text;
}

const form = z
  .record(z.string(), z.string())
  .transform((fields) =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([, text]) => text.trim() !== "")
        .map(([name, text]) => [name, readValue(text.trim())]),
    ),
  )
  .pipe(runBody);

/** Starts a run and goes to its page. */
export const startRunAction = formAction(form, async (request) => {
  await requireAdmin("/admin/lab");
  const started = await startRun(request);
  return started.ok ? { goTo: `/admin/lab/${started.run.id}` } : { ok: false, message: explainRefusal(started) };
});
