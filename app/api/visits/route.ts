import { isCrawler } from "#lib/session/identity.ts";
import { visitBody } from "#lib/visit/schema.ts";
import { recordVisit } from "#lib/visit/store.ts";
import { problem } from "#lib/web/problem.ts";
import { route } from "#lib/web/route.ts";
import { readSid, startGuestSession } from "#lib/web/visitor.ts";

/**
 * One call a page view: it touches the session, records the view, and tells what the page shows of its visitor.
 * One round trip to Redis in a session that lives.
 */
export const POST = route({ visitor: "anyone", body: visitBody }, async ({ request, body }) => {
  const sid = await readSid();
  const visit = sid && (await recordVisit(sid, body.page, body.sku));
  if (visit) return visit;
  // A crawler that runs scripts gets no session for each page that it looks at.
  if (isCrawler(request.headers.get("user-agent"))) return { user: null, cart: { totalItems: 0 }, recent: [] };
  const started = await startGuestSession();
  const first = started.ok ? await recordVisit(started.session.sid, body.page, body.sku) : null;
  return first ?? problem(409, "You have just signed in here. Reload the page and try again.");
});
