import type { Owner } from "#lib/owner.ts";
import type { Session } from "#lib/session/schema.ts";
import type { RequestContext } from "./request-context.ts";
import { startGuestSession } from "./visitor.ts";

/**
 * Changes what belongs to the owner of a session. A guest whose data was merged by a sign-in whose reply got lost
 * continues with a new session.
 */
export async function changeOwned<R extends { ok: true } | { ok: false; reason: string }>(
  context: RequestContext,
  session: Session,
  change: (owner: Owner) => Promise<R>,
): Promise<R> {
  const result = await change(session.owner);
  if (result.ok || result.reason !== "moved") return result;
  const next = await startGuestSession(context);
  return next.ok ? change(next.session.owner) : result;
}
