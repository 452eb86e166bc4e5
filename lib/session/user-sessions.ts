import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { changeSession } from "#lib/session/scripts/change-session.ts";
import { publicIdOf } from "./identity.ts";
import { toPublicSession } from "./public-session.ts";
import { deleteSession, parseSession } from "./store.ts";

/** A user with more sessions than this sees the newest; ending them all ends all. */
const SHOWN = 100;
/** A session is entered in the index just before it begins: an entry this young, in seconds, may still get its session. */
const BEGINNING = 60;
/** Keys deleted in one command. */
const BATCH = 500;

/** A user's session as the user sees it: `id` is its public id, never the sid. */
export type ListedSession = ReturnType<typeof toPublicSession> & {
  device: string;
  id: string;
  /** whether it is the one that asks */
  current: boolean;
};

/** The live sessions of a user, newest activity first; entries whose session has gone are dropped. Two to three round trips. */
export async function listSessions(userId: string, currentSid: string | null): Promise<ListedSession[]> {
  const index = keys.sessionsOf(userId);
  return withRedis(async (redis) => {
    const entries = await redis.zRangeWithScores(index, 0, SHOWN - 1, { REV: true });
    const hashes = await Promise.all(entries.map(({ value: sid }) => redis.hGetAll(keys.session(sid))));
    const live = entries.flatMap(({ value: sid }, i) => parseSession(sid, hashes[i]) ?? []);
    const begun = Date.now() / 1000 - BEGINNING;
    const gone = entries.filter((entry, i) => entry.score < begun && Object.keys(hashes[i] ?? {}).length === 0);
    if (gone.length > 0) await redis.zRem(index, gone.map(({ value: sid }) => sid)); // biome-ignore format: one thought
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

/** Ends the session of a user that has a public id. @returns false when the user has none such. Three round trips. */
export async function revokeSession(userId: string, publicId: string): Promise<boolean> {
  const sids = await withRedis((redis) => redis.zRange(keys.sessionsOf(userId), 0, -1));
  const sid = sids.find((candidate) => publicIdOf(candidate) === publicId);
  if (!sid) return false;
  await deleteSession(sid, userId);
  return true;
}

/** Ends all sessions of a user but one. @returns how many. Three round trips for each 500. */
export async function deleteOtherSessions(userId: string, keepSid: string | null): Promise<number> {
  const index = keys.sessionsOf(userId);
  return withRedis(async (redis) => {
    const sids = (await redis.zRange(index, 0, -1)).filter((sid) => sid !== keepSid);
    let ended = 0;
    for (let i = 0; i < sids.length; i += BATCH) {
      const batch = sids.slice(i, i + BATCH);
      const deleted = await Promise.all(batch.map((sid) => redis.del(keys.session(sid))));
      await redis.zRem(index, batch);
      ended += deleted.reduce((sum, count) => sum + count, 0);
    }
    return ended;
  });
}

/** Writes a user's new name into their sessions that live. Two round trips. */
export async function renameSessions(userId: string, username: string): Promise<void> {
  await withRedis(async (redis) => {
    const sids = await redis.zRange(keys.sessionsOf(userId), 0, -1);
    const change = { field: "username", value: username };
    await Promise.all(sids.map((sid) => changeSession(redis, { session: keys.session(sid), ...change })));
  });
}
