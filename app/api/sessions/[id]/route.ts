import { publicIdOf } from "#lib/session/identity.ts";
import { revokeSession } from "#lib/session/user-sessions.ts";
import { endSession } from "#lib/web/request/visitor.ts";
import { sessionParams } from "#lib/web/routes/params.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { noContent } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** Ends one of my sessions; the one that asks is signed out. */
export const DELETE = route(
  { visitor: "user", params: sessionParams },
  async ({ context, visitor: { user, session }, params: { id } }) => {
    if (id === publicIdOf(session.sid)) await endSession(context);
    else if (!(await revokeSession(user.id, id))) return problem(404, "You have no such session");
    return noContent();
  },
);
