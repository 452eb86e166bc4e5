import { endUserSessions } from "#lib/account/operator.ts";
import { RIGHTS_REFUSALS } from "#lib/account/people/rights.ts";
import { getUser } from "#lib/user/store.ts";
import { actorOf } from "#lib/web/request/record.ts";
import { userParams } from "#lib/web/routes/params.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { noContent } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** Signs a user out everywhere; whoever asks about themselves stays signed in here. */
export const DELETE = route(
  { visitor: "fresh-admin", params: userParams },
  async ({ context, visitor, params: { id } }) => {
    if (!(await getUser(id))) return problem(404, RIGHTS_REFUSALS.unknown);
    await endUserSessions(id, visitor.session.sid, actorOf(context, visitor.user));
    return noContent();
  },
);
