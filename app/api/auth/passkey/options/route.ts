import { beginPasskeySignIn } from "#lib/account/second-factor/passkeys.ts";
import { limitChallenges } from "#lib/account/sign-in/rate-limits.ts";
import { NO_PASSKEYS, relyingPartyOf } from "#lib/web/request/relying-party.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

/** What a browser needs to sign in with a passkey. */
export const POST = route({ visitor: "anyone" }, async ({ context }) => {
  const site = relyingPartyOf(context);
  if (!site) return problem(409, NO_PASSKEYS);
  const retryAfter = await limitChallenges(context.clientAddress);
  if (retryAfter !== null) return problem(429, "Too many sign-ins with passkeys began at your address", { retryAfter });
  return beginPasskeySignIn(site);
});
