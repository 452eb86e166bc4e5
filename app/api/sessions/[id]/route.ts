import { z } from "zod";
import { publicIdOf } from "#lib/session/identity.ts";
import { revokeSession } from "#lib/session/user-sessions.ts";
import { problem } from "#lib/web/problem.ts";
import { noContent, route } from "#lib/web/route.ts";
import { endSession } from "#lib/web/visitor.ts";

const params = z.object({ id: z.string().regex(/^[\w-]{16}$/) });

/** Ends one of my sessions; the one that asks is signed out. */
export const DELETE = route({ visitor: "user", params }, async ({ visitor: { user, session }, params: { id } }) => {
  if (id === publicIdOf(session.sid)) await endSession();
  else if (!(await revokeSession(user.id, id))) return problem(404, "You have no such session");
  return noContent();
});
