import { z } from "zod";
import { type Change, expiryOf, type SessionRecord } from "#lib/migration/records/record.ts";
import { keys } from "#lib/redis/keys.ts";
import { flatten } from "#lib/redis/script.ts";
import { nowMs } from "#lib/time.ts";
import { fenceOf } from "./fences.ts";
import { followSession } from "./follow-session.ts";
import { leadSession } from "./lead-session.ts";
import { type Led, NOT_LEADING, notLeading, type Side, tombstoneMs } from "./led.ts";

/** Sessions in Redis, with the index of each user. */

const sessionHash = z.object({
  version: z.coerce.number(),
  user_id: z.string().optional(),
  username: z.string().default(""),
  created_at: z.coerce.number(),
  last_activity: z.coerce.number(),
  current_page: z.string(),
  page_views: z.coerce.number(),
});

/** The index comes before the session, so that every session can be found and revoked. */
async function indexSession({ redis, lifetimes }: Side, userId: string, sid: string): Promise<void> {
  const index = keys.sessionsOf(userId);
  await redis
    .multi()
    .zAdd(index, { score: nowMs() / 1000, value: sid }, { condition: "NX" })
    .expire(index, lifetimes.absolute)
    .exec();
}

/** One round trip; two when a user's session begins or ends. */
export async function leadSessionChange(side: Side, change: Extract<Change, { sid: string }>): Promise<Led> {
  const { redis, lifetimes, mode } = side;
  const { sid } = change;
  const session = keys.session(sid);
  const user = change.verb === "create-session" ? change.user : null;
  if (user) await indexSession(side, user.id, sid);
  const reply = await leadSession(redis, {
    ...{ session, gone: keys.sessionGone(sid), fence: fenceOf(redis, session), mode },
    verb: change.verb.split("-", 1)[0] ?? "",
    ...{ userId: user?.id ?? "", username: user?.username ?? "" },
    page: change.verb === "touch-session" ? change.page : "",
    ...{ idleSeconds: lifetimes.idle, absoluteSeconds: lifetimes.absolute, tombstoneMs: tombstoneMs(side) },
  });
  if (reply[0] === NOT_LEADING) return notLeading;
  if (reply.length === 0) return { ok: true, record: null };
  const [version, deleted, userId, username = "", createdAt, lastActivity, currentPage = "/", pageViews] = reply;
  const record: SessionRecord = {
    ...{ kind: "session", sid, version: Number(version), deleted: deleted === "1", userId: userId || null, username },
    ...{ createdAt: Number(createdAt), lastActivity: Number(lastActivity) },
    ...{ currentPage, pageViews: Number(pageViews) },
  };
  if (record.deleted && record.userId) await redis.zRem(keys.sessionsOf(record.userId), sid);
  return { ok: true, record };
}

/** One round trip; two for a session of a user. @returns whether it was written: the one there was older */
export async function writeSession(side: Side, record: SessionRecord): Promise<boolean> {
  const { redis, lifetimes } = side;
  const { sid, userId, deleted } = record;
  if (userId && !deleted) await indexSession(side, userId, sid);
  const isWritten = await followSession(redis, {
    ...{ session: keys.session(sid), gone: keys.sessionGone(sid), version: record.version, deleted: deleted ? 1 : 0 },
    expiresAtMs: Math.round(expiryOf(record, lifetimes) * 1000),
    tombstoneMs: tombstoneMs(side),
    rest: flatten({
      ...(userId ? { user_id: userId, username: record.username } : {}),
      ...{ created_at: record.createdAt.toFixed(3), last_activity: record.lastActivity.toFixed(3) },
      ...{ current_page: record.currentPage, page_views: record.pageViews },
    }),
  });
  if (userId && deleted) await redis.zRem(keys.sessionsOf(userId), sid);
  return isWritten;
}

/** A session or its tombstone. One round trip. */
export async function readSession({ redis }: Side, sid: string): Promise<SessionRecord | null> {
  const [hash, gone] = await Promise.all([redis.hGetAll(keys.session(sid)), redis.get(keys.sessionGone(sid))]);
  const parsed = sessionHash.safeParse(hash);
  const common = { kind: "session", sid } as const;
  if (parsed.success) {
    const { version, user_id, username, created_at, last_activity, current_page, page_views } = parsed.data;
    return {
      ...{ ...common, version, deleted: false, userId: user_id ?? null, username },
      ...{ createdAt: created_at, lastActivity: last_activity, currentPage: current_page, pageViews: page_views },
    };
  }
  if (gone === null) return null;
  const nothing = { userId: null, username: "", createdAt: 0, lastActivity: 0, currentPage: "/", pageViews: 0 };
  return { ...common, version: Number(gone), deleted: true, ...nothing };
}
