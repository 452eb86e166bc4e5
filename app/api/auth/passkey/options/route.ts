import { beginPasskeySignIn } from "#lib/account/second-factor/passkeys.ts";
import { NO_PASSKEYS, relyingPartyOf } from "#lib/web/request/relying-party.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

/** What a browser needs to sign in with a passkey. */
export const POST = route({ visitor: "anyone" }, async ({ context }) => {
  const site = relyingPartyOf(context);
  return site ? beginPasskeySignIn(site) : problem(409, NO_PASSKEYS);
});
