import { listUsers, listUsersQuery } from "#lib/user/directory/list-users.ts";
import { toListedUser } from "#lib/web/replies/person.ts";
import { route } from "#lib/web/routes/route.ts";

/** A page of users, newest first, or of those that a search finds. */
export const GET = route({ visitor: "admin", query: listUsersQuery }, async ({ query }) => {
  const { items, nextCursor } = await listUsers(query);
  return { items: items.map(toListedUser), nextCursor };
});
