import { secondFactorBody } from "#lib/account/second-factor/schema.ts";
import { replyToSignIn } from "#lib/web/replies/account.ts";
import { route } from "#lib/web/routes/route.ts";
import { signInWithCode } from "#lib/web/sign-in/sign-in.ts";

/** Goes on with a sign-in whose password was right: a code of an authenticator app, or a recovery code. */
export const POST = route({ visitor: "anyone", body: secondFactorBody }, async ({ context, body }) =>
  replyToSignIn(await signInWithCode(context, body), 200),
);
