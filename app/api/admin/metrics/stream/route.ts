import { shareLatest } from "#lib/metrics/source.ts";
import { isStillAdmin } from "#lib/web/request/visitor.ts";
import { eventStream } from "#lib/web/routes/event-stream.ts";
import { route } from "#lib/web/routes/route.ts";

const INTERVAL_MS = 1000;
/** The stream ends after this many events. The browser then reconnects, which keeps the session alive. */
const MAX_EVENTS = 300;

/** The figures of the store and its Redis, every second, as server-sent events. */
export const GET = route({ visitor: "admin" }, async ({ request, visitor }) => {
  let sent = 0;
  return eventStream({
    signal: request.signal,
    everyMs: INTERVAL_MS,
    isAdmitted: () => isStillAdmin(visitor),
    async poll() {
      const metrics = await shareLatest();
      return { events: [{ event: "metrics", data: metrics }], end: ++sent >= MAX_EVENTS };
    },
  });
});
