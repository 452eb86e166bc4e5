import { withRedis } from "#lib/redis/client.ts";
import { sealSid, unsealSid } from "#lib/session/seal.ts";
import { createSession, touchSession } from "#lib/session/store.ts";
import { recordVisit } from "#lib/visit/store.ts";
import { PAGE, SESSIONS, type SessionHandler, SKU } from "./session-handler.ts";

/** The sessions of this store: a touch by one script, or a whole page view as `POST /api/visits` records it. */
export async function makeStoreSession(work: "touch" | "visit"): Promise<SessionHandler> {
  const name = "fwr_session=";
  const cookies: string[] = [];
  for (let i = 0; i < SESSIONS; i++) cookies.push(`${name}${await sealSid((await createSession(null, "")).sid)}`);
  return {
    title: `this store, ${work}`,
    cookies,
    async handle(req, res) {
      const cookie = req.headers.cookie ?? "";
      const sid = await unsealSid(cookie.slice(cookie.indexOf(name) + name.length));
      const done =
        sid &&
        (work === "touch"
          ? await withRedis((redis) => touchSession(redis, sid, PAGE, 1))
          : await recordVisit(sid, PAGE, SKU));
      res.statusCode = done ? 200 : 401;
      res.end(JSON.stringify(done));
    },
  };
}
