import { compareWays } from "#lib/command-log/compare.ts";
import { requestParams } from "#lib/command-log/schema.ts";
import { findEntry, limitLogs } from "#lib/command-log/store.ts";
import { showsCommands } from "#lib/command-log/viewer.ts";
import { viewerOf } from "#lib/web/request/viewer.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

/** Sends the commands of one of the visitor's own requests again, together and one by one, and measures both. */
export const POST = route({ visitor: "anyone", params: requestParams }, async ({ context, params: { id } }) => {
  const viewer = showsCommands() ? await viewerOf(context) : null;
  const entry = viewer && (await findEntry(viewer, id));
  if (!entry) return problem(404, "There is no such request among yours");
  const retryAfter = await limitLogs(context.clientAddress);
  if (retryAfter !== null) return problem(429, "Too many comparisons; try again later", { retryAfter });
  return compareWays(entry);
});
