import { deleteOtherSessions, listSessions } from "#lib/session/user-sessions.ts";
import { recordOwn } from "#lib/web/request/record.ts";
import { noContent } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** My sessions, newest activity first, the one that asks marked. */
export const GET = route({ visitor: "user" }, async ({ visitor: { user, session } }) => ({
  items: await listSessions(user.id, session.sid),
}));

/** Signs me out everywhere else. */
export const DELETE = route({ visitor: "fresh-user" }, async ({ context, visitor: { user, session } }) => {
  const ended = await deleteOtherSessions(user.id, session.sid);
  if (ended > 0) await recordOwn(context, user, "sessions-ended", String(ended));
  return noContent();
});
