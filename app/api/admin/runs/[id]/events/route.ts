import { z } from "zod";
import { getRun } from "#lib/lab/runs/runs.ts";
import { runId } from "#lib/lab/runs/schema.ts";
import { eventStream } from "#lib/web/routes/event-stream.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";
import { followRun } from "#lib/web/routes/run-events.ts";

/** Redis is polled ten times a second, so that each of the five samples a second is sent without delay. */
const INTERVAL_MS = 100;
const sampleId = z.string().regex(/^\d{1,20}-\d{1,20}$/);
const query = z.object({ after: sampleId.optional() });

/**
 * The events of a run, as server-sent events, after the last sample that the client has: named by the header
 * `Last-Event-ID` of a browser that reconnects, or by `after` of a page that was rendered with the samples before.
 */
export const GET = route(
  { visitor: "admin", params: z.object({ id: runId }), query },
  async ({ params, query, context, request }) => {
    if (!(await getRun(params.id))) return problem(404, "There is no such run");
    const last = sampleId.safeParse(context.header("last-event-id"));
    return eventStream(request.signal, INTERVAL_MS, followRun(params.id, last.data ?? query.after ?? ""));
  },
);
