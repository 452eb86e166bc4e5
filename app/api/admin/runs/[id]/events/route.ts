import { z } from "zod";
import { getRun } from "#lib/lab/runs/runs.ts";
import { runId } from "#lib/lab/runs/schema.ts";
import { eventStream } from "#lib/web/routes/event-stream.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";
import { followRun } from "#lib/web/routes/run-events.ts";

/** Looked at ten times a second, so that each of the five samples a second goes out at once. */
const EVERY_MS = 100;
const seen = z.string().regex(/^\d{1,20}-\d{1,20}$/);
const query = z.object({ after: seen.optional() });

/**
 * What happens in a run, as server-sent events, after the sample that was seen last: the header `Last-Event-ID` of a
 * browser that comes back, or `after` of a page that was rendered with the samples before.
 */
export const GET = route(
  { visitor: "admin", params: z.object({ id: runId }), query },
  async ({ params, query, context, request }) => {
    if (!(await getRun(params.id))) return problem(404, "There is no such run");
    const last = seen.safeParse(context.header("last-event-id"));
    return eventStream(request.signal, EVERY_MS, followRun(params.id, last.data ?? query.after ?? ""));
  },
);
