import { addPasskey, listPasskeys } from "#lib/account/second-factor/passkeys.ts";
import { passkeyBody } from "#lib/account/second-factor/schema.ts";
import { deleteOtherSessions } from "#lib/session/user-sessions.ts";
import { recordOwn } from "#lib/web/request/record.ts";
import { NO_PASSKEYS, relyingPartyOf } from "#lib/web/request/relying-party.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { json } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

const REFUSALS = {
  expired: [409, "That took too long. Try again."],
  changed: [409, "Your second factors have changed meanwhile. Load the page again."],
  invalid: [422, "The passkey does not fit what was asked for"],
  full: [409, "You have as many passkeys as an account may have; remove one first"],
} as const;

/** Adds a passkey to my account, and signs me out everywhere else. */
export const POST = route(
  { visitor: "fresh-user", body: passkeyBody },
  async ({ context, visitor: { user, session }, body }) => {
    const site = relyingPartyOf(context);
    if (!site) return problem(409, NO_PASSKEYS);
    const added = await addPasskey(user, site, body);
    if (added !== "ok") {
      const [status, detail] = REFUSALS[added];
      return problem(status, detail);
    }
    await deleteOtherSessions(user.id, session.sid);
    await recordOwn(context, user, "second-factor-added", "passkey");
    return json({ items: await listPasskeys(user.id) }, 201);
  },
);
