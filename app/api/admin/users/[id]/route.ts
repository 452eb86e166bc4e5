import { getPerson } from "#lib/account/people/person.ts";
import { changeRights, RIGHTS_REFUSALS, rightsBody } from "#lib/account/people/rights.ts";
import { toPublicPerson } from "#lib/web/replies/person.ts";
import { actorOf } from "#lib/web/request/record.ts";
import { userParams } from "#lib/web/routes/params.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

const STATUSES = { unknown: 404, self: 409, "not-admin": 403, busy: 409 } as const;

async function reply(id: string, currentSid: string) {
  const person = await getPerson(id, currentSid);
  return person ? toPublicPerson(person) : problem(404, RIGHTS_REFUSALS.unknown);
}

/** One user with sessions, cart, wishlist and newest orders. */
export const GET = route({ visitor: "admin", params: userParams }, ({ params: { id }, visitor: { session } }) =>
  reply(id, session.sid),
);

/** Changes the role of a user, disables or enables them. It takes effect at once: their sessions end. */
export const PATCH = route(
  { visitor: "fresh-admin", params: userParams, body: rightsBody },
  async ({ context, visitor, params: { id }, body }) => {
    const changed = await changeRights(actorOf(context, visitor.user), id, body);
    if (!changed.ok) return problem(STATUSES[changed.reason], RIGHTS_REFUSALS[changed.reason]);
    return reply(id, visitor.session.sid);
  },
);
