"use server";

import { z } from "zod";
import { formAction } from "../http/action.ts";
import { requireAdmin } from "../session/require-admin.ts";
import { explainRefusal } from "./refusal.ts";
import { startRun } from "./runs.ts";
import { runBody } from "./schema.ts";

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
