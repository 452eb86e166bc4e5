import { toPublicSession } from "#lib/session/public-session.ts";
import { toPublicUser } from "#lib/user/schema.ts";
import { getUser } from "#lib/user/store.ts";
import { route } from "#lib/web/routes/route.ts";

/** Who the visitor is, with the role that Redis has now. One to two round trips. */
export const GET = route({ visitor: "peek" }, async ({ visitor }) => {
  if (!visitor) return { user: null, session: null };
  const user = visitor.user ? await getUser(visitor.user.id) : null;
  return { user: user && toPublicUser(user), session: toPublicSession(visitor) };
});
