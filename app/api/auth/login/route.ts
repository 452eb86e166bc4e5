import { problem } from "#lib/http/problem.ts";
import { route } from "#lib/http/route.ts";
import { startUserSession } from "#lib/session/current.ts";
import { loginBody, toPublicUser } from "#lib/user/schema.ts";
import { authenticate } from "#lib/user/store.ts";

/** Signs in; an unknown name and a wrong password are one 401. */
export const POST = route({ visitor: "anyone", body: loginBody }, async ({ body }) => {
  const user = await authenticate(body.username, body.password);
  if (!user) return problem(401, "That name and password do not belong together");
  await startUserSession(user);
  return { user: toPublicUser(user) };
});
