import { getIronSession } from "iron-session";
import { call, PAGE, SESSIONS, type SessionHandler } from "./session-handler.ts";

interface Data {
  page?: string;
  views?: number;
  lastActivity?: number;
}

/** iron-session alone: all data is in the cookie, which each request seals again. Nothing can be revoked. */
export async function makeIronSession(): Promise<SessionHandler> {
  const options = { cookieName: "iron", password: "the secret of the bench is long enough", ttl: 3600 };
  const handle: SessionHandler["handle"] = async (req, res) => {
    const data = await getIronSession<Data>(req, res, options);
    data.page = PAGE;
    data.views = (data.views ?? 0) + 1;
    data.lastActivity = Date.now();
    await data.save();
    res.end(JSON.stringify(data));
  };
  const cookies: string[] = [];
  for (let i = 0; i < SESSIONS; i++) cookies.push(await call(handle, ""));
  return { title: "iron-session alone, touch", cookies, handle };
}
