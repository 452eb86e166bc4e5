import { getRun } from "#lib/lab/runs/runs.ts";
import { isStillAdmin } from "#lib/web/request/visitor.ts";
import { eventStream } from "#lib/web/routes/event-stream.ts";
import { runEventsQuery, runParams, sampleId } from "#lib/web/routes/params.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";
import { followRun } from "#lib/web/routes/run-events.ts";

/** Redis is polled ten times a second, so that each of the five samples a second is sent without delay. */
const INTERVAL_MS = 100;

/**
 * The events of a run, as server-sent events, after the last sample that the client has: named by the header
 * `Last-Event-ID` of a browser that reconnects, or by `after` of a page that was rendered with the samples before.
 */
export const GET = route(
  { visitor: "admin", params: runParams, query: runEventsQuery },
  async ({ params, query, context, request, visitor }) => {
    if (!(await getRun(params.id))) return problem(404, "There is no such run");
    const last = sampleId.safeParse(context.header("last-event-id"));
    return eventStream({
      signal: request.signal,
      everyMs: INTERVAL_MS,
      isAdmitted: () => isStillAdmin(visitor),
      poll: followRun(params.id, last.data ?? query.after ?? ""),
    });
  },
);
