import { ignoreReadOnly } from "#lib/redis/unavailable.ts";
import { type Visit, visitBody } from "#lib/visit/schema.ts";
import { recordVisit } from "#lib/visit/store.ts";
import { readSid } from "#lib/web/request/session-cookie.ts";
import { isCrawler } from "#lib/web/request/user-agent.ts";
import { startGuestSession } from "#lib/web/request/visitor.ts";
import { refusal, route } from "#lib/web/routes/route.ts";

const STRANGER: Visit = { user: null, cart: { totalItems: 0 }, recent: [] };

/**
 * One call a page view: it touches the session, records the view, and tells what the page shows of its visitor.
 * One round trip to Redis in a session that lives; two now and then (recordVisit).
 */
export const POST = route({ visitor: "anyone", body: visitBody }, async ({ context, body }) => {
  const sid = await readSid(context);
  const visit = sid && (await recordVisit(sid, body.page, body.sku));
  if (visit) return visit;
  // A crawler that runs scripts gets no session for each page that it looks at.
  if (isCrawler(context.header("user-agent"))) return STRANGER;
  // While Redis refuses writes, who has no session is shown the page without one.
  const started = await startGuestSession(context).catch(ignoreReadOnly);
  if (!started) return STRANGER;
  if (!started.ok) return refusal(started);
  const first = await recordVisit(started.session.sid, body.page, body.sku);
  // The session ended at once: a sign-in in another tab has replaced it.
  return first ?? refusal({ reason: "just-signed-in" });
});
