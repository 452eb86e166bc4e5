import { config } from "#lib/config.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { repairing } from "#lib/redis/damaged.ts";
import { keys } from "#lib/redis/keys.ts";
import { isReadOnlyError } from "#lib/redis/unavailable.ts";
import { touchSessionScript } from "#lib/session/scripts/touch-session.ts";
import { nowMs } from "#lib/time.ts";
import { guestIdOf, newSid } from "./identity.ts";
import { type Session, sessionHash } from "./schema.ts";

/** Sessions ended in one round trip. */
const BATCH = 500;
/** A value above 64 bytes would make Redis store the whole hash as a hash table instead of a listpack. */
const MAX_PAGE_BYTES = 64;

/** Reads the hash of a session, whether or not it has expired; null when there is none. */
function readSession(sid: string, hash: unknown): Session | null {
  const parsed = sessionHash.safeParse(hash);
  if (!parsed.success) return null;
  const { user_id, username, created_at, last_activity, current_page, page_views, device } = parsed.data;
  return {
    sid,
    user: user_id ? { id: user_id, username: username ?? "" } : null,
    owner: user_id ? { id: user_id, guest: false } : { id: guestIdOf(sid), guest: true },
    createdAt: created_at,
    lastActivity: last_activity,
    currentPage: current_page,
    pageViews: page_views,
    device,
  };
}

/** Parses the hash of a session; null when there is none, or when its idle or absolute limit has passed. */
export function parseSession(sid: string, hash: unknown): Session | null {
  const session = readSession(sid, hash);
  const { SESSION_IDLE_SECONDS: idle, SESSION_ABSOLUTE_SECONDS: absolute } = config();
  if (!session || nowMs() / 1000 >= Math.min(session.createdAt + absolute, session.lastActivity + idle)) return null;
  return session;
}

/** Cuts a path to 64 bytes of UTF-8, without a broken character at the end. */
function cutPage(page: string): string {
  const bytes = Buffer.from(page);
  return bytes.length <= MAX_PAGE_BYTES
    ? page
    : bytes
        .subarray(0, MAX_PAGE_BYTES)
        .toString()
        .replace(/\uFFFD+$/, "");
}

/**
 * Creates a session, with a new sid unless one is given. A user's session is added to the index `sessions_of:<user id>`
 * first, so that every existing session can be found and revoked; entries past the absolute limit are removed there.
 * One round trip, two when the user has more sessions than SESSIONS_PER_USER: those least recently active are ended. To
 * sign a user in, call createUserSession instead, which also checks that they still may.
 */
export async function createSession(
  user: { id: string; username: string } | null,
  device: string,
  { sid = newSid() }: { sid?: string | undefined } = {},
): Promise<Session> {
  const { SESSION_IDLE_SECONDS: idle, SESSION_ABSOLUTE_SECONDS: absolute, SESSIONS_PER_USER: most } = config();
  const at = nowMs() / 1000;
  const hash = {
    ...(user ? { user_id: user.id, username: user.username, device } : {}),
    created_at: at.toFixed(3),
    last_activity: at.toFixed(3),
    current_page: "/",
    page_views: "0",
  };
  await withRedis(async (redis) => {
    const index = keys.sessionsOf(user?.id ?? "");
    const [indexed] = await Promise.all([
      user &&
        repairing(redis, { [index]: "zset" }, () =>
          redis
            .multi()
            .zAdd(index, { score: at, value: sid })
            .zRemRangeByScore(index, "-inf", at - absolute)
            .expire(index, absolute)
            .zRange(index, 0, -(most + 1))
            .execTyped(),
        ),
      redis.multi().hSet(keys.session(sid), hash).expire(keys.session(sid), Math.min(idle, absolute)).exec(),
    ]);
    const surplus = indexed?.[3] ?? [];
    if (user && surplus.length > 0) await endSessions(redis, user.id, surplus);
  });
  const session = readSession(sid, hash);
  if (!session) throw new Error("A session that was just created does not read back");
  return session;
}

/** Reads a session without touching it. One round trip. */
export async function getSession(sid: string): Promise<Session | null> {
  return withRedis(async (redis) => parseSession(sid, await redis.hGetAll(keys.session(sid))));
}

/**
 * Records activity: last activity, page, page views and expiry in one script, which never recreates a session that has
 * ended. One round trip. While Redis refuses writes the session is only read, which takes one more.
 * @param page "" keeps the last one
 * @param views page views to add, 0 for activity that shows no page
 * @returns the session after the change, null when it has ended
 */
export async function touchSession(redis: Redis, sid: string, page: string, views: 0 | 1): Promise<Session | null> {
  const { SESSION_IDLE_SECONDS: idle, SESSION_ABSOLUTE_SECONDS: absolute } = config();
  let values: (string | null)[];
  try {
    values = await touchSessionScript(redis, {
      session: keys.session(sid),
      page: cutPage(page),
      idleSeconds: idle,
      absoluteSeconds: absolute,
      views,
    });
  } catch (error) {
    if (!isReadOnlyError(error)) throw error;
    return parseSession(sid, await redis.hGetAll(keys.session(sid)));
  }
  if (values.length === 0) return null;
  const [created_at, last_activity, current_page, page_views, user_id, username, device] = values.map(
    (value) => value ?? undefined,
  );
  return readSession(sid, { created_at, last_activity, current_page, page_views, user_id, username, device });
}

/**
 * Ends a session: first its hash, then its entry in the user's index, so that every existing session stays in the
 * index. Idempotent. Two round trips, one for a guest.
 */
export async function deleteSession(sid: string, userId?: string): Promise<void> {
  await withRedis(async (redis) => {
    await redis.del(keys.session(sid));
    if (userId) await redis.zRem(keys.sessionsOf(userId), sid);
  });
}

/**
 * Ends sessions of a user, in the order of {@link deleteSession}. Two round trips for each 500.
 * @returns how many of them still existed
 */
export async function endSessions(redis: Redis, userId: string, sids: readonly string[]): Promise<number> {
  let ended = 0;
  for (let i = 0; i < sids.length; i += BATCH) {
    const batch = sids.slice(i, i + BATCH);
    const deleted = await Promise.all(batch.map((sid) => redis.del(keys.session(sid))));
    await redis.zRem(keys.sessionsOf(userId), batch);
    ended += deleted.reduce((sum, count) => sum + count, 0);
  }
  return ended;
}
