"use server";

import { z } from "zod";
import { describeChange } from "#lib/audit/describe-change.ts";
import { config } from "#lib/config.ts";
import { explainRunRefusal } from "#lib/lab/runs/explain-refusal.ts";
import { cancelRun, startRun } from "#lib/lab/runs/runs.ts";
import { runBody, runId } from "#lib/lab/runs/schema.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import { recordAct } from "#lib/web/request/record.ts";

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
export const startRunAction = formAction(
  { visitor: "admin", fields },
  async ({ context, visitor, fields: request }): Promise<ActionResult> => {
    const started = await startRun(request, config().WEB_CONCURRENCY);
    if (!started.ok) return { ok: false, message: explainRunRefusal(started) };
    const { id } = started.run;
    await recordAct(context, visitor.user, "run-started", `run:${id}`, describeChange(null, request));
    return { goTo: `/admin/lab/${id}` };
  },
);

/** Cancels a run if it is still running, and shows it. */
export const cancelRunAction = formAction(
  { visitor: "admin", fields: z.object({ id: runId }) },
  async ({ context, visitor, fields: { id } }): Promise<ActionResult> => {
    const run = await cancelRun(id);
    if (!run) return { ok: false, message: "There is no such run." };
    if (run.state === "cancelled") await recordAct(context, visitor.user, "run-cancelled", `run:${id}`);
    return { goTo: `/admin/lab/${id}` };
  },
);
