import { listRequests } from "#lib/command-log/store.ts";
import { showsCommands } from "#lib/command-log/viewer.ts";
import { beginViewing, endViewing, viewerOf } from "#lib/web/request/viewer.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { noContent } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

const off = () => problem(404, "This store does not show its commands");

/** The visitor's own last requests with their Redis commands, the newest first; `null` when they are not noted. */
export const GET = route({ visitor: "anyone" }, async ({ context }) => {
  if (!showsCommands()) return off();
  const viewer = await viewerOf(context);
  return { requests: viewer ? await listRequests(viewer) : null };
});

/** From now on the visitor's own requests are noted. */
export const POST = route({ visitor: "anyone" }, async ({ context }) => {
  if (!showsCommands()) return off();
  const retryAfter = await beginViewing(context);
  return retryAfter === null ? noContent() : problem(429, "Too many of these; try again later", { retryAfter });
});

/** They are not noted any more, and those that were are deleted. */
export const DELETE = route({ visitor: "anyone" }, async ({ context }) => {
  await endViewing(context);
  return noContent();
});
