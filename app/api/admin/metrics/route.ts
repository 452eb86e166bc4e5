import { readMetrics } from "#lib/metrics/metrics.ts";
import { route } from "#lib/web/routes/route.ts";

/** The current figures of the Redis server. */
export const GET = route({ visitor: "admin" }, readMetrics);
