import { beginPasskey } from "#lib/account/second-factor/passkeys.ts";
import { NO_PASSKEYS, relyingPartyOf } from "#lib/web/request/relying-party.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

/** What a browser needs to make a passkey for my account. */
export const POST = route({ visitor: "fresh-user" }, async ({ context, visitor: { user } }) => {
  const site = relyingPartyOf(context);
  return site ? beginPasskey(user, site) : problem(409, NO_PASSKEYS);
});
