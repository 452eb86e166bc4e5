import { type Run, toPublicRun } from "#lib/lab/runs/run.ts";
import { cancelRun, getRun } from "#lib/lab/runs/runs.ts";
import { recordAct } from "#lib/web/request/record.ts";
import { runParams } from "#lib/web/routes/params.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

const reply = (run: Run | null) => (run ? toPublicRun(run) : problem(404, "There is no such run"));

/** The current state of a run. */
export const GET = route({ visitor: "admin", params: runParams }, async ({ params }) => reply(await getRun(params.id)));

/** Cancels a run if it is still running. The reply is its state afterwards. */
export const DELETE = route({ visitor: "admin", params: runParams }, async ({ context, visitor, params: { id } }) => {
  const run = await cancelRun(id);
  if (run?.state === "cancelled") await recordAct(context, visitor.user, "run-cancelled", `run:${id}`);
  return reply(run);
});
