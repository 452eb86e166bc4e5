import { readMetrics } from "#lib/metrics/metrics.ts";
import { eventStream } from "#lib/web/routes/event-stream.ts";
import { route } from "#lib/web/routes/route.ts";

const EVERY_MS = 1000;
/** Then the browser asks again, and whether it still may is judged anew. */
const LOOKS = 300;

/** The figures of the Redis server, every second, as server-sent events. */
export const GET = route({ visitor: "admin" }, async ({ request }) => {
  let looks = 0;
  return eventStream(request.signal, EVERY_MS, async () => {
    const metrics = await readMetrics();
    return { events: [{ event: "metrics", data: metrics }], end: ++looks >= LOOKS };
  });
});
