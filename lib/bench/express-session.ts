import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { RedisStore } from "connect-redis";
import session from "express-session";
import { withRedis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import { cookieName, sealSid, unsealSid } from "../session/cookie.ts";
import { createSession, touchSession } from "../session/store.ts";

/**
 * A touch of a session for each request, by this shop and by express-session with connect-redis, as a handler of
 * node:http, on the Redis that `withRedis` has. Both keep the last page, count the page views, note the time
 * and slide an expiry of an hour. Ours is one script; theirs reads, changes and writes the whole, so that two requests
 * at once lose a view, and a request under way at a sign-out writes the session back.
 */

declare module "express-session" {
  interface SessionData {
    page: string;
    views: number;
    lastActivity: number;
  }
}

const SESSIONS = 2000;
const IN_FLIGHT = 50;
const PAGE = "/products/sku123";

/** One side of the comparison. */
export interface SessionHandler {
  title: string;
  /** of sessions that live */
  cookies: string[];
  /** the pattern of their keys */
  pattern: string;
  handle(req: IncomingMessage, res: ServerResponse): void;
}

/** Lets a handler answer a request, apart from the network. @returns the cookie that it sets */
function call(handle: SessionHandler["handle"], cookie: string): Promise<string> {
  const req = new IncomingMessage(new Socket());
  req.url = "/";
  req.method = "GET";
  if (cookie) req.headers.cookie = cookie;
  const res = new ServerResponse(req);
  return new Promise((resolve, reject) => {
    res.end = (() => {
      // As at a real end, the head is written now.
      if (!res.headersSent) res.writeHead(res.statusCode);
      if (res.statusCode !== 200) reject(new Error(`Status ${res.statusCode}`));
      resolve(String(res.getHeader("set-cookie") ?? "").split(";")[0] ?? "");
      return res;
    }) as typeof res.end;
    handle(req, res);
  });
}

export async function makeOurs(): Promise<SessionHandler> {
  const name = `${cookieName(false)}=`;
  const cookies: string[] = [];
  for (let i = 0; i < SESSIONS; i++) cookies.push(`${name}${await sealSid((await createSession(null, "")).sid)}`);
  return {
    title: "this shop",
    cookies,
    pattern: keys.session("*"),
    async handle(req, res) {
      const cookie = req.headers.cookie ?? "";
      const sid = await unsealSid(cookie.slice(cookie.indexOf(name) + name.length));
      const found = sid && (await withRedis((redis) => touchSession(redis, sid, PAGE, 1)));
      res.statusCode = found ? 200 : 401;
      res.end(String(found ? found.pageViews : 0));
    },
  };
}

export async function makeTheirs(): Promise<SessionHandler> {
  const client = await withRedis(async (redis) => redis);
  const middleware = session({
    store: new RedisStore({ client, ttl: 3600 }),
    secret: "the secret of the bench is long enough",
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 3_600_000 },
  });
  const handle: SessionHandler["handle"] = (req, res) => {
    middleware(req as never, res as never, () => {
      const data = (req as unknown as { session: session.SessionData }).session;
      data.page = PAGE;
      data.views = (data.views ?? 0) + 1;
      data.lastActivity = Date.now();
      res.end(String(data.views));
    });
  };
  const cookies: string[] = [];
  for (let i = 0; i < SESSIONS; i++) cookies.push(await call(handle, ""));
  return { title: "express-session with connect-redis", cookies, pattern: "sess:*", handle };
}

/** What serving cost, on a machine that may have other things to do. */
export interface Serving {
  perSecond: number;
  /** processor time of this process and of Redis a request, in microseconds; noise of other programs is not in it */
  cpu: number;
}

async function cpuSeconds(): Promise<number> {
  const info = await withRedis((redis) => redis.info("cpu"));
  const of = (name: string) => Number(new RegExp(`^${name}:([\\d.]+)`, "m").exec(info)?.[1]);
  const { user, system } = process.cpuUsage();
  return of("used_cpu_user") + of("used_cpu_sys") + (user + system) / 1e6;
}

/** Lets a handler serve requests, 50 at a time. */
export async function measure({ handle, cookies }: SessionHandler, seconds: number): Promise<Serving> {
  const cpuBefore = await cpuSeconds();
  const started = performance.now();
  const until = started + seconds * 1000;
  let served = 0;
  const client = async () => {
    while (performance.now() < until) await call(handle, cookies[served++ % cookies.length] ?? "");
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, client));
  const perSecond = (served * 1000) / (performance.now() - started);
  return { perSecond, cpu: (((await cpuSeconds()) - cpuBefore) * 1e6) / served };
}

/** What MEMORY USAGE says of a guest's session, the mean of all, in bytes. Each has an entry of an expiry beside it. */
export async function measureBytes({ handle, cookies, pattern }: SessionHandler): Promise<number> {
  await Promise.all(cookies.map((cookie) => call(handle, cookie)));
  return withRedis(async (redis) => {
    const sizes = await Promise.all((await redis.keys(pattern)).map((key) => redis.memoryUsage(key)));
    return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) / sizes.length;
  });
}
