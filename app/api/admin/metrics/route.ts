import { route } from "#lib/http/route.ts";
import { readMetrics } from "#lib/lab/metrics.ts";

/** The figures of the Redis server now. */
export const GET = route({ visitor: "admin" }, readMetrics);
