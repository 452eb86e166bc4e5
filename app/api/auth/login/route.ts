import { route } from "#lib/http/route.ts";
import { replyToSignIn } from "#lib/user/reply.ts";
import { loginBody } from "#lib/user/schema.ts";
import { signIn } from "#lib/user/sign-in.ts";

/** Signs in; an unknown name and a wrong password are one 401. */
export const POST = route({ visitor: "anyone", body: loginBody }, async ({ body }) =>
  replyToSignIn(await signIn(body.username, body.password), 200),
);
