import { withRedis } from "#lib/redis/client.ts";
import { REFUSALS } from "#lib/redis/trouble.ts";
import { probeWrites } from "#lib/redis/writable.ts";
import { route } from "#lib/web/routes/route.ts";

/** Redis answers, and whether it accepts writes; 503 when it does not answer. One round trip. */
export const GET = route({ visitor: "anyone" }, async () => {
  const refused = await withRedis(probeWrites);
  if (refused === null) return { status: "ready", redis: "ready" };
  return { status: "ready", redis: "read-only", reason: refused, cause: REFUSALS[refused].cause };
});
