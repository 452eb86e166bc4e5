import { config } from "../config.ts";
import { type Redis, withRedis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import { defineScript } from "../redis/script.ts";
import { guestIdOf, newSid } from "./identity.ts";
import { type Session, sessionHash } from "./schema.ts";

const touch = defineScript("touch-session");

/** Hash values above 64 bytes would cost the whole hash its compact form. */
const PAGE_BYTES = 64;

const now = () => Date.now() / 1000;
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** A session from its hash; null when there is none or its absolute limit has passed. */
function parseSession(sid: string, hash: unknown): Session | null {
  const parsed = sessionHash.safeParse(hash);
  if (!parsed.success) return null;
  const { user_id, username, created_at, last_activity, current_page, page_views, device } = parsed.data;
  if (now() >= created_at + config().SESSION_ABSOLUTE_SECONDS) return null;
  return {
    sid,
    user: user_id ? { id: user_id, username: username ?? "" } : null,
    owner: user_id ? { id: user_id, guest: false } : { id: guestIdOf(sid), guest: true },
    createdAt: iso(created_at),
    lastActivity: iso(last_activity),
    currentPage: current_page,
    pageViews: page_views,
    device,
  };
}

/** Cuts a page to the bytes that a compact hash allows. */
export function cutPage(page: string): string {
  const bytes = Buffer.from(page);
  return bytes.length <= PAGE_BYTES
    ? page
    : bytes
        .subarray(0, PAGE_BYTES)
        .toString()
        .replace(/\uFFFD+$/, "");
}

/**
 * Creates a session, under a new sid unless one is given; for a user it is entered in `sessions_of:<user id>` first, so that a session
 * that lives can always be found and revoked. One round trip for a guest, two for a user.
 */
export async function createSession(
  user: { id: string; username: string } | null,
  device: string,
  { sid = newSid() }: { sid?: string | undefined } = {},
): Promise<Session> {
  const at = now();
  const idle = Math.min(config().SESSION_IDLE_SECONDS, config().SESSION_ABSOLUTE_SECONDS);
  const hash = {
    ...(user ? { user_id: user.id, username: user.username, device } : {}),
    created_at: at.toFixed(3),
    last_activity: at.toFixed(3),
    current_page: "/",
    page_views: "0",
  };
  await withRedis(async (redis) => {
    if (user) await redis.zAdd(keys.sessionsOf(user.id), { score: at, value: sid });
    await redis.multi().hSet(keys.session(sid), hash).expire(keys.session(sid), idle).exec();
  });
  const session = parseSession(sid, hash);
  if (!session) throw new Error("A session that was just created does not read back");
  return session;
}

/** Reads a session without touching it. One round trip. */
export async function getSession(sid: string): Promise<Session | null> {
  return withRedis(async (redis) => parseSession(sid, await redis.hGetAll(keys.session(sid))));
}

/**
 * Records activity: last activity, page, page views and expiry in one script, which never revives a session that is
 * gone. One round trip.
 * @param views page views to add, 0 for activity that shows no page
 */
export async function touchSession(redis: Redis, sid: string, page: string, views: 0 | 1): Promise<Session | null> {
  const { SESSION_IDLE_SECONDS: idle, SESSION_ABSOLUTE_SECONDS: absolute } = config();
  const flat = await touch.run(redis, [keys.session(sid)], [now().toFixed(3), cutPage(page), idle, absolute, views]);
  if (!Array.isArray(flat) || flat.length === 0) return null;
  const hash: Record<string, unknown> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) hash[String(flat[i])] = flat[i + 1];
  return parseSession(sid, hash);
}

/** Ends a session: the hash is what decides, the index entry follows. Idempotent. One round trip. */
export async function deleteSession(sid: string, userId?: string): Promise<void> {
  await withRedis((redis) =>
    Promise.all([redis.del(keys.session(sid)), userId ? redis.zRem(keys.sessionsOf(userId), sid) : null]),
  );
}

/** The live sessions of a user, newest first; entries whose session has gone are dropped. Two to three round trips. */
export async function listSessions(userId: string): Promise<Session[]> {
  return withRedis(async (redis) => {
    const sids = await redis.zRange(keys.sessionsOf(userId), 0, -1);
    const hashes = await Promise.all(sids.map((sid) => redis.hGetAll(keys.session(sid))));
    const live = sids.flatMap((sid, i) => parseSession(sid, hashes[i]) ?? []);
    const gone = sids.filter((sid) => !live.some((session) => session.sid === sid));
    if (gone.length > 0) await redis.zRem(keys.sessionsOf(userId), gone);
    return live.sort((a, b) => b.lastActivity.localeCompare(a.lastActivity));
  });
}

/** Ends all sessions of a user but one. @returns how many. Two round trips. */
export async function deleteOtherSessions(userId: string, keepSid: string | null): Promise<number> {
  return withRedis(async (redis) => {
    const sids = (await redis.zRange(keys.sessionsOf(userId), 0, -1)).filter((sid) => sid !== keepSid);
    if (sids.length === 0) return 0;
    await Promise.all([...sids.map((sid) => redis.del(keys.session(sid))), redis.zRem(keys.sessionsOf(userId), sids)]);
    return sids.length;
  });
}
