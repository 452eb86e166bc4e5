import { LRUCache } from "lru-cache";
import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/cursor.ts";
import { processWide } from "#lib/process/process-wide.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { scanPosition, scanSteps } from "#lib/redis/paging/scan.ts";
import { publicIdOf } from "./identity.ts";
import { toPublicSession } from "./public-session.ts";
import { deleteSession, parseSession } from "./store.ts";

/**
 * All sessions, for administrators. No index has them (eviction.ts says why), and a public id leads back to no sid; so they
 * are found by SCAN, and this process remembers the sids of those that it has listed.
 */

/** A page of the list ends when it has so many; what the last SCAN found beyond that is on it as well. */
const PAGE = 50;

/** Query of GET /api/admin/sessions and of GET /api/admin/carts. */
export const listSessionsQuery = z.object({ cursor: z.string().max(200).optional() });

/** A session as an administrator sees it; `id` is the public id, never the sid. */
export type AnySession = ReturnType<typeof toPublicSession> & {
  id: string;
  /** whether it is the session of this request */
  current: boolean;
  /** null for a guest */
  user: { id: string; username: string } | null;
  /** whose the cart is: the user id, or the guest id */
  owner: string;
  device: string;
};

/** Sids by public id, in the memory of this process alone. */
const listed = processWide("listed-sessions", () => new LRUCache<string, string>({ max: 20_000 }));

/** Visitors that a run of the laboratory invents. */
const OF_A_RUN = /^lab[:-][0-9a-f]{12}[:-]/;

const PREFIX = keys.session("");
const SESSIONS = { match: `${PREFIX}*`, type: "hash" };
const sidsOf = (found: readonly string[]) =>
  found.map((key) => key.slice(PREFIX.length)).filter((sid) => !OF_A_RUN.test(sid));

async function readSessions(sids: readonly string[], currentSid: string | null): Promise<AnySession[]> {
  const hashes = await withRedis((redis) => Promise.all(sids.map((sid) => redis.hGetAll(keys.session(sid)))));
  return sids.flatMap((sid, i) => {
    const session = parseSession(sid, hashes[i]);
    if (!session) return [];
    const id = publicIdOf(sid);
    listed.set(id, sid);
    const { user, device } = session;
    return { id, current: sid === currentSid, user, owner: session.owner.id, ...toPublicSession(session), device };
  });
}

/**
 * A page of all sessions: about 50, the latest activity first within the page; the pages themselves are in no order. It may
 * have none and still be followed by another: one request looks at 50,000 keys at most. Those that a run of the laboratory
 * invents are left out. One round trip, one for each SCAN, and one for each that finds sessions.
 */
export async function listAllSessions(
  cursor: string | undefined,
  currentSid: string | null,
): Promise<{ items: AnySession[]; nextCursor: string | null }> {
  const items = new Map<string, AnySession>();
  let next = decodeCursor(scanPosition, cursor);
  for await (const step of scanSteps(SESSIONS, next)) {
    next = step.next;
    for (const session of await readSessions(sidsOf(step.found), currentSid)) items.set(session.id, session);
    if (items.size >= PAGE) break;
  }
  const sorted = [...items.values()].sort((a, b) => (a.lastActivity < b.lastActivity ? 1 : -1));
  return { items: sorted, nextCursor: next && encodeCursor(next) };
}

/**
 * The sid with a public id. No round trip for a session that this process has listed; else all sessions are looked
 * through: a round trip for each thousand keys of the database. Three million took 14 s on a busy machine (measured).
 */
async function findSid(publicId: string): Promise<string | null> {
  const known = listed.get(publicId);
  if (known) return known;
  let from = null;
  do {
    for await (const { found, next } of scanSteps(SESSIONS, from)) {
      const sid = sidsOf(found).find((candidate) => publicIdOf(candidate) === publicId);
      if (sid) return sid;
      from = next;
    }
  } while (from);
  return null;
}

/**
 * Ends the session with a public id, whoever's it is. Three round trips and those of finding it.
 * @returns whose it was, `userId` null for a guest; null when there is no such session
 */
export async function endAnySession(publicId: string): Promise<{ userId: string | null } | null> {
  const sid = await findSid(publicId);
  if (!sid) return null;
  const session = await withRedis(async (redis) => parseSession(sid, await redis.hGetAll(keys.session(sid))));
  if (!session) return null;
  await deleteSession(sid, session.user?.id);
  listed.delete(publicId);
  return { userId: session.user?.id ?? null };
}
