import { readJob } from "#lib/sku/import/job/store.ts";
import { isStillAdmin } from "#lib/web/request/visitor.ts";
import { eventStream } from "#lib/web/routes/event-stream.ts";
import { followImport } from "#lib/web/routes/import-events.ts";
import { importParams } from "#lib/web/routes/params.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

/** As often as an import reports its progress. */
const INTERVAL_MS = 250;

/** The progress of an import as server-sent events. */
export const GET = route({ visitor: "admin", params: importParams }, async ({ params: { id }, request, visitor }) => {
  if (!(await readJob(id))) return problem(404, "There is no such import");
  return eventStream({
    signal: request.signal,
    everyMs: INTERVAL_MS,
    isAdmitted: () => isStillAdmin(visitor),
    poll: followImport(id),
  });
});
