import { problem } from "#lib/http/problem.ts";
import { json, route } from "#lib/http/route.ts";
import { explainRefusal } from "#lib/lab/refusal.ts";
import { listRuns, startRun } from "#lib/lab/runs.ts";
import { listRunsQuery, runBody } from "#lib/lab/schema.ts";

/** Starts a run of the laboratory. */
export const POST = route({ visitor: "admin", body: runBody }, async ({ body }) => {
  const started = await startRun(body);
  if (started.ok) return json({ id: started.run.id }, 202);
  const detail = explainRefusal(started);
  if (started.reason === "busy") return problem(409, detail, { members: { active: started.active } });
  return problem(422, detail, { members: { estimatedBytes: started.estimate, freeBytes: started.free } });
});

/** Runs, newest first. */
export const GET = route({ visitor: "admin", query: listRunsQuery }, async ({ query }) => ({
  items: await listRuns(query.limit),
}));
