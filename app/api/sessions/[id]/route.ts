import { publicIdOf } from "#lib/session/identity.ts";
import { revokeSession } from "#lib/session/user-sessions.ts";
import { checkFresh } from "#lib/web/request/admit.ts";
import { recordOwn } from "#lib/web/request/record.ts";
import { endSession } from "#lib/web/request/visitor.ts";
import { sessionParams } from "#lib/web/routes/params.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { noContent } from "#lib/web/routes/reply.ts";
import { refusal, route } from "#lib/web/routes/route.ts";

/** Ends one of my sessions: the one that asks at any time, another one after a fresh sign-in. */
export const DELETE = route(
  { visitor: "user", params: sessionParams },
  async ({ context, visitor, params: { id } }) => {
    if (id === publicIdOf(visitor.session.sid)) {
      await endSession(context);
      return noContent();
    }
    const notFresh = checkFresh(visitor, "fresh-user");
    if (notFresh) return refusal(notFresh);
    const revoked = await revokeSession(visitor.user.id, id);
    if (revoked) await recordOwn(context, visitor.user, "sessions-ended", "1");
    return revoked ? noContent() : problem(404, "You have no such session");
  },
);
