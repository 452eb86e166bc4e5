import { passkeySignInBody } from "#lib/account/second-factor/schema.ts";
import { replyToSignIn } from "#lib/web/replies/account.ts";
import { NO_PASSKEYS, relyingPartyOf } from "#lib/web/request/relying-party.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";
import { signInWithPasskey } from "#lib/web/sign-in/sign-in.ts";

/** Signs in with a passkey, in place of a password and a second factor. */
export const POST = route({ visitor: "anyone", body: passkeySignInBody }, async ({ context, body }) => {
  const site = relyingPartyOf(context);
  return site ? replyToSignIn(await signInWithPasskey(context, site, body), 200) : problem(409, NO_PASSKEYS);
});
