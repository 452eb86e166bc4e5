import { RedisStore } from "connect-redis";
import session from "express-session";
import { countItems } from "#lib/cart/totals.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { call, PAGE, SESSIONS, type SessionHandler, SKU } from "./session-handler.ts";

/**
 * The same with express-session and connect-redis: the last page, the number of page views, the time, and a sliding
 * expiry of an hour. It reads, changes and writes the whole session, so of two concurrent requests one loses a page view,
 * and a request in flight during a sign-out recreates the session. A visit reads the cart, the recently viewed SKUs and
 * the ranking in one round trip, as a careful programmer would.
 */

declare module "express-session" {
  interface SessionData {
    page: string;
    views: number;
    lastActivity: number;
  }
}

async function visit(owner: string) {
  return withRedis(async (redis) => {
    const [quantities, recent] = await Promise.all([
      redis.hVals(keys.cart(owner)),
      redis.zRange(keys.recent(owner), 0, 24, { REV: true }),
      redis.zAdd(keys.recent(owner), { score: Date.now(), value: SKU }),
      redis.expire(keys.recent(owner), 86_400),
      redis.zIncrBy(keys.viewed, 1, SKU),
    ]);
    return { totalItems: countItems(quantities), recent };
  });
}

export async function makeExpressSession(work: "touch" | "visit"): Promise<SessionHandler> {
  const middleware = session({
    store: new RedisStore({ client: await withRedis(async (redis) => redis), ttl: 3600 }),
    secret: "the secret of the bench is long enough",
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 3_600_000 },
  });
  const handle: SessionHandler["handle"] = (req, res) => {
    middleware(req as never, res as never, async () => {
      const { session: data, sessionID } = req as unknown as { session: session.SessionData; sessionID: string };
      data.page = PAGE;
      data.views = (data.views ?? 0) + 1;
      data.lastActivity = Date.now();
      res.end(JSON.stringify(work === "touch" ? data : await visit(sessionID)));
    });
  };
  const cookies: string[] = [];
  for (let i = 0; i < SESSIONS; i++) cookies.push(await call(handle, ""));
  return { title: `express-session with connect-redis, ${work}`, cookies, handle };
}
