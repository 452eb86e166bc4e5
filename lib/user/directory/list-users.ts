import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/cursor.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import type { User } from "#lib/user/schema.ts";
import { wholeNumber } from "#lib/validation.ts";
import { readUsers } from "./read-users.ts";
import { searchUsers } from "./search-users.ts";

/** Ids that one request looks at, at most: those of deleted users are gaps. */
const MAX_IDS = 2000;
/** Ids that are read at once, at least. */
const BATCH = 100;

/** Query of GET /api/admin/users. */
export const listUsersQuery = z.object({
  q: z.string().trim().max(254).optional(),
  cursor: z.string().max(20_000).optional(),
  limit: wholeNumber(1, 200).default(50),
});
export type ListUsersQuery = z.output<typeof listUsersQuery>;

const position = z.tuple([z.int().min(0)]);

/**
 * The highest id that somebody may have; 0, that of the configured administrator, before the first. The counter may be a
 * little behind the users, after a failover (draw-id.ts). Two round trips.
 */
async function readLastId(): Promise<number> {
  return withRedis(async (redis) => {
    const counted = Number((await redis.get(keys.userIds)) ?? 0);
    const last = Number.isSafeInteger(counted) && counted > 0 ? counted : 0;
    const above = Array.from({ length: BATCH }, (_, i) => last + 1 + i);
    const exist = await Promise.all(above.map((id) => redis.exists(keys.user(String(id)))));
    return above.findLast((_, i) => exist[i] === 1) ?? last;
  });
}

/** Users from an id downwards. One round trip for each hundred ids, at most 20. */
async function listFrom(first: number, limit: number): Promise<{ items: User[]; nextCursor: string | null }> {
  const items: User[] = [];
  let id = first;
  const last = Math.max(0, first - MAX_IDS + 1);
  while (id >= last && items.length < limit) {
    const size = Math.max(BATCH, limit - items.length);
    const ids = Array.from({ length: Math.min(size, id - last + 1) }, (_, i) => String(id - i));
    items.push(...(await withRedis((redis) => readUsers(redis, ids))));
    id -= ids.length;
  }
  // More were read than the page takes: the next one begins with those.
  const rest = items.splice(limit);
  const next = rest[0] ? Number(rest[0].id) : id;
  return { items, nextCursor: next >= 0 ? encodeCursor([next]) : null };
}

/**
 * A page of all users, the newest first, or of those that a search finds (search-users.ts). There is no index of users:
 * their ids are those of a counter, so the pages go down its numbers. Where many ids in a row belong to nobody any more, a
 * page has fewer entries than the limit, or none, and is still followed by another. Three round trips for a usual
 * page, at most 22. An invalid cursor starts at the beginning.
 */
export async function listUsers({ q, cursor, limit }: ListUsersQuery): Promise<{
  items: User[];
  nextCursor: string | null;
}> {
  if (q) return searchUsers(q, limit, cursor);
  const [from] = decodeCursor(position, cursor) ?? [await readLastId()];
  return listFrom(from, limit);
}
