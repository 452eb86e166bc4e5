import { loginBody } from "#lib/user/schema.ts";
import { replyToSignIn } from "#lib/web/replies/account.ts";
import { route } from "#lib/web/route.ts";
import { signIn } from "#lib/web/sign-in.ts";

/** Signs in; an unknown name and a wrong password are one 401. */
export const POST = route({ visitor: "anyone", body: loginBody }, async ({ body }) =>
  replyToSignIn(await signIn(body.username, body.password), 200),
);
