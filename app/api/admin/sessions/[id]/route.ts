import { endAnySession } from "#lib/session/all-sessions.ts";
import { recordEndedSession } from "#lib/web/request/record.ts";
import { sessionParams } from "#lib/web/routes/params.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { noContent } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** Ends a session by its public id, whoever's it is. */
export const DELETE = route(
  { visitor: "fresh-admin", params: sessionParams },
  async ({ context, visitor, params: { id } }) => {
    const ended = await endAnySession(id);
    if (!ended) return problem(404, "There is no such session");
    await recordEndedSession(context, visitor.user, id, ended.userId);
    return noContent();
  },
);
