"use server";

import { z } from "zod";
import { config } from "#lib/config.ts";
import { explainRunRefusal } from "#lib/lab/runs/explain-refusal.ts";
import { cancelRun, startRun } from "#lib/lab/runs/runs.ts";
import { runBody, runId } from "#lib/lab/runs/schema.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";

/** Form fields are text: numbers are converted, a ticked checkbox becomes true, and empty fields are left out. */
function readValue(text: string): unknown {
  if (text === "on") return true;
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

const fields = z
  .record(z.string(), z.string())
  .transform((typed) =>
    Object.fromEntries(
      Object.entries(typed)
        .filter(([, text]) => text.trim() !== "")
        .map(([name, text]) => [name, readValue(text.trim())]),
    ),
  )
  .pipe(runBody);

/** Starts a run and goes to its page. */
export const startRunAction = formAction({ visitor: "admin", fields }, async ({ fields: request }) => {
  const started = await startRun(request, config().WEB_CONCURRENCY);
  const result: ActionResult = started.ok
    ? { goTo: `/admin/lab/${started.run.id}` }
    : { ok: false, message: explainRunRefusal(started) };
  return result;
});

/** Cancels a run if it is still running, and shows it. */
export const cancelRunAction = formAction(
  { visitor: "admin", fields: z.object({ id: runId }) },
  async ({ fields: { id } }): Promise<ActionResult> =>
    (await cancelRun(id)) ? { goTo: `/admin/lab/${id}` } : { ok: false, message: "There is no such run." },
);
