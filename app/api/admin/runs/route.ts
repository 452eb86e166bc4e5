import { describeChange } from "#lib/audit/describe-change.ts";
import { config } from "#lib/config.ts";
import { explainRunRefusal } from "#lib/lab/runs/explain-refusal.ts";
import { toPublicRun } from "#lib/lab/runs/run.ts";
import { listRunPage, startRun } from "#lib/lab/runs/runs.ts";
import { listRunsQuery, runBody } from "#lib/lab/runs/schema.ts";
import { recordAct } from "#lib/web/request/record.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { json } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** Starts a laboratory run. */
export const POST = route({ visitor: "admin", body: runBody }, async ({ context, visitor, body }) => {
  const started = await startRun(body, config().WEB_CONCURRENCY);
  if (started.ok) {
    const { id } = started.run;
    await recordAct(context, visitor.user, "run-started", `run:${id}`, describeChange(null, body));
    return json({ id }, 202);
  }
  const detail = explainRunRefusal(started);
  if (started.reason === "busy") return problem(409, detail, { members: { active: started.active } });
  return problem(422, detail, { members: { estimatedBytes: started.estimate, freeBytes: started.free } });
});

/** A page of runs, newest first. */
export const GET = route({ visitor: "admin", query: listRunsQuery }, async ({ query }) => {
  const { runs, nextCursor } = await listRunPage(query.limit, query.cursor);
  return { items: runs.map(toPublicRun), nextCursor };
});
