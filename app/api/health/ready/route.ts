import { route } from "#lib/http/route.ts";
import { withRedis } from "#lib/redis/client.ts";

/** Redis answers; 503 when it does not. One round trip. */
export const GET = route({ visitor: "anyone" }, async () => {
  await withRedis((redis) => redis.ping());
  return { status: "ready" };
});
