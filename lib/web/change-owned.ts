import type { Owner } from "#lib/cart/schema.ts";
import type { Session } from "#lib/session/schema.ts";
import { startGuestSession } from "./visitor.ts";

/**
 * Changes what belongs to the owner of a session. A guest whose things were handed over by a sign-in whose reply got
 * lost goes on with a new session.
 */
export async function changeOwned<R extends { ok: true } | { ok: false; reason: string }>(
  session: Session,
  change: (owner: Owner) => Promise<R>,
): Promise<R> {
  const result = await change(session.owner);
  if (result.ok || result.reason !== "moved") return result;
  const next = await startGuestSession();
  return next.ok ? change(next.session.owner) : result;
}
