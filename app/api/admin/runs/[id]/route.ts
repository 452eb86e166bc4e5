import { z } from "zod";
import { cancelRun, getRun } from "#lib/lab/runs/runs.ts";
import { runId } from "#lib/lab/runs/schema.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

const params = z.object({ id: runId });
const unknown = () => problem(404, "There is no such run");

/** A run as it is now. */
export const GET = route({ visitor: "admin", params }, async ({ params }) => (await getRun(params.id)) ?? unknown());

/** Cancels a run, if it is still running; the reply is the run as it is then. */
export const DELETE = route(
  { visitor: "admin", params },
  async ({ params }) => (await cancelRun(params.id)) ?? unknown(),
);
