import { loginBody } from "#lib/user/schema.ts";
import { replyToSignIn } from "#lib/web/replies/account.ts";
import { route } from "#lib/web/routes/route.ts";
import { signIn } from "#lib/web/sign-in/sign-in.ts";

/** Signs in; an unknown name and a wrong password are one 401. */
export const POST = route({ visitor: "anyone", body: loginBody }, async ({ context, body }) =>
  replyToSignIn(await signIn(context, body), 200),
);
