import { leaving } from "#lib/process/leaving.ts";
import { withRedis } from "#lib/redis/client.ts";
import { REFUSALS } from "#lib/redis/trouble.ts";
import { probeWrites } from "#lib/redis/writable.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

const DRAINING = { title: "Draining", reason: "draining" };

/**
 * Redis answers, and whether it accepts writes; 503 when it does not answer, and when the store stops. One round trip.
 * A process that another one replaces is as ready as the store is.
 */
export const GET = route({ visitor: "anyone" }, async () => {
  if (leaving() === "draining" || leaving() === "stopping")
    return problem(503, "The store is stopping. It answers what it has received; send nothing more.", {
      members: DRAINING,
    });
  const refused = await withRedis(probeWrites);
  if (refused === null) return { status: "ready", redis: "ready" };
  return { status: "ready", redis: "read-only", reason: refused, cause: REFUSALS[refused].cause };
});
