import { listAllSessions, listSessionsQuery } from "#lib/session/all-sessions.ts";
import { route } from "#lib/web/routes/route.ts";

/** Who is in the shop now, and what they look at. */
export const GET = route({ visitor: "admin", query: listSessionsQuery }, ({ query: { cursor }, visitor }) =>
  listAllSessions(cursor, visitor.session.sid),
);
