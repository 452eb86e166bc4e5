import { readMetrics } from "#lib/metrics/metrics.ts";
import { route } from "#lib/web/routes/route.ts";

/** The figures of the Redis server now. */
export const GET = route({ visitor: "admin" }, readMetrics);
