import { cspReportsBody } from "#lib/csp/schema.ts";
import { countCspReports } from "#lib/csp/store.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { noContent } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** Counts what browsers report of violations of the content policy. */
export const POST = route({ visitor: "anyone", body: cspReportsBody }, async ({ body, context }) => {
  const retryAfter = await countCspReports(body, context.clientAddress);
  return retryAfter === null ? noContent() : problem(429, "Too many reports came from your address", { retryAfter });
});
