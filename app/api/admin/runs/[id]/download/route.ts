import { samplesToCsv } from "#lib/lab/report/csv.ts";
import { describeHistogram } from "#lib/lab/report/latency.ts";
import { toPublicRun } from "#lib/lab/runs/run.ts";
import { getRun } from "#lib/lab/runs/runs.ts";
import { readHistogram, readSamples } from "#lib/lab/runs/store.ts";
import { downloadQuery, runParams } from "#lib/web/routes/params.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { download } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** A run as a file: all of it with the histogram of its latencies as JSON, or samples and environment as CSV. */
export const GET = route(
  { visitor: "admin", params: runParams, query: downloadQuery },
  async ({ params: { id }, query: { format } }) => {
    const run = await getRun(id);
    if (!run) return problem(404, "There is no such run");
    const samples = (await readSamples(id, "")).map(({ sample }) => sample);
    if (format === "csv")
      return download(`run-${id}.csv`, "text/csv; charset=utf-8", samplesToCsv(toPublicRun(run), samples));
    const encoded = await readHistogram(id);
    const file = { ...toPublicRun(run), histogram: encoded && describeHistogram(encoded), samples };
    return download(`run-${id}.json`, "application/json", JSON.stringify(file, null, 2));
  },
);
