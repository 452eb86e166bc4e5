import { withRedis } from "#lib/redis/client.ts";
import { route } from "#lib/web/routes/route.ts";

/** Redis answers; 503 when it does not. One round trip. */
export const GET = route({ visitor: "anyone" }, async () => {
  await withRedis((redis) => redis.ping());
  return { status: "ready" };
});
