import { PROMETHEUS_TYPE, renderPrometheus } from "#lib/metrics/prometheus.ts";
import { bearsToken } from "#lib/web/admin/metrics-token.ts";
import { peekAdmin } from "#lib/web/request/visitor.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { Reply } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** The figures of the store for Prometheus, which has a token; and for administrators. */
export const GET = route({ visitor: "anyone" }, async ({ context }) => {
  if (!bearsToken(context.header("authorization")) && !(await peekAdmin(context)))
    return problem(401, "METRICS_TOKEN as a bearer token, or the session of an administrator, is needed");
  return new Reply(200, { "content-type": PROMETHEUS_TYPE }, await renderPrometheus());
});
