import { problem } from "#lib/http/problem.ts";
import { json, route } from "#lib/http/route.ts";
import { startUserSession } from "#lib/session/current.ts";
import { registerBody, TAKEN, toPublicUser } from "#lib/user/schema.ts";
import { registerUser } from "#lib/user/store.ts";

/** Creates an account and signs it in; 409 names the field that somebody else has. */
export const POST = route({ visitor: "anyone", body: registerBody }, async ({ body }) => {
  const result = await registerUser(body);
  if (!result.ok) return problem(409, TAKEN[result.taken], { errors: { [result.taken]: TAKEN[result.taken] } });
  await startUserSession(result.user);
  return json({ user: toPublicUser(result.user) }, 201);
});
