import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { ignoreReadOnly } from "#lib/redis/unavailable.ts";
import { changeSession } from "#lib/session/scripts/change-session.ts";
import { nowMs } from "#lib/time.ts";
import { publicIdOf } from "./identity.ts";
import { toPublicSession } from "./public-session.ts";
import { deleteSession, endSessions, parseSession } from "./store.ts";

/** How many sessions are listed, the most recent first. Ending all sessions has no such limit. */
const MAX_LISTED = 100;
/**
 * A session is indexed just before it is created, so an entry younger than this is not removed for lack of a session.
 */
const NEW_ENTRY_SECONDS = 60;

/** A session as its user sees it; `id` is the public id, never the sid. */
export type ListedSession = ReturnType<typeof toPublicSession> & {
  device: string;
  id: string;
  /** whether it is the session of this request */
  current: boolean;
};

/**
 * Lists the sessions of a user, latest activity first, and removes entries of the index whose session has expired. Two
 * round trips, four when there are such entries.
 */
export async function listSessions(userId: string, currentSid: string | null): Promise<ListedSession[]> {
  const index = keys.sessionsOf(userId);
  return withRedis(async (redis) => {
    const entries = await redis.zRangeWithScores(index, 0, MAX_LISTED - 1, { REV: true });
    const hashes = await Promise.all(entries.map(({ value: sid }) => redis.hGetAll(keys.session(sid))));
    const live = entries.flatMap(({ value: sid }, i) => parseSession(sid, hashes[i]) ?? []);
    const cutoff = nowMs() / 1000 - NEW_ENTRY_SECONDS;
    const missing = entries
      .filter((entry, i) => entry.score < cutoff && Object.keys(hashes[i] ?? {}).length === 0)
      .map(({ value: sid }) => sid);
    // One that is damaged counts as absent, and may be repaired.
    const exist = await Promise.all(missing.map((sid) => redis.exists(keys.session(sid))));
    const expired = missing.filter((_, i) => exist[i] === 0);
    // While Redis refuses writes, the list is shown all the same.
    if (expired.length > 0) await redis.zRem(index, expired).catch(ignoreReadOnly);
    return live
      .sort((a, b) => b.lastActivity - a.lastActivity)
      .map((session) => ({
        id: publicIdOf(session.sid),
        current: session.sid === currentSid,
        ...toPublicSession(session),
        device: session.device,
      }));
  });
}

/**
 * Ends the session of a user with this public id.
 * @returns false when the user has no such session. Three round trips.
 */
export async function revokeSession(userId: string, publicId: string): Promise<boolean> {
  const sids = await withRedis((redis) => redis.zRange(keys.sessionsOf(userId), 0, -1));
  const sid = sids.find((candidate) => publicIdOf(candidate) === publicId);
  if (!sid) return false;
  await deleteSession(sid, userId);
  return true;
}

/**
 * Ends all sessions of a user but one. One round trip, and two for each 500 sessions.
 * @param keepSid null to end all
 * @returns how many were ended
 */
export async function deleteOtherSessions(userId: string, keepSid: string | null): Promise<number> {
  return withRedis(async (redis) => {
    const sids = await redis.zRange(keys.sessionsOf(userId), 0, -1);
    return endSessions(
      redis,
      userId,
      sids.filter((sid) => sid !== keepSid),
    );
  });
}

/** Writes a user's new name into their sessions. Two round trips. */
export async function renameSessions(userId: string, username: string): Promise<void> {
  await withRedis(async (redis) => {
    const sids = await redis.zRange(keys.sessionsOf(userId), 0, -1);
    const change = { field: "username", value: username };
    await Promise.all(sids.map((sid) => changeSession(redis, { session: keys.session(sid), ...change })));
  });
}
