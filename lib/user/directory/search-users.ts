import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/cursor.ts";
import { parseDigits } from "#lib/digits.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { escapePattern, scanPosition, scanSteps } from "#lib/redis/paging/scan.ts";
import type { User } from "#lib/user/schema.ts";
import { readUsers } from "./read-users.ts";

/** The keys of names and of e-mail addresses that begin with something: one pattern, so that one walk finds both. */
const patternOf = (beginning: string) => `[ue]*_to_id:${escapePattern(beginning)}*`;

const userId = z.string().regex(/^\d{1,15}$/);
/** Where the walk goes on, null at its end, and ids that it has found and no page has had yet. */
const position = z.tuple([scanPosition.nullable(), z.array(userId).max(2000)]);

interface UserPage {
  items: User[];
  nextCursor: string | null;
}

/** Users with this id (`7` or `#7`), this very name or this very e-mail address. Two round trips. */
async function findExactly(q: string): Promise<User[]> {
  const number = parseDigits(q.replace(/^#/, ""));
  return withRedis(async (redis) => {
    const named = await Promise.all([redis.get(keys.usernameToId(q)), redis.get(keys.emailToId(q))]);
    const ids = [number === null ? null : String(number), ...named].filter((id) => id !== null);
    return readUsers(redis, [...new Set(ids)]);
  });
}

/**
 * The users to whom keys of names and e-mail addresses lead. One whose name begins so as well is left to the key of the
 * name: they are not to be listed twice. A reservation that is not confirmed yet leads to nobody. Two round trips.
 */
async function readFound(found: readonly string[], wanted: string): Promise<User[]> {
  return withRedis(async (redis) => {
    const ids = await Promise.all(found.map((key) => redis.get(key)));
    const known = found.flatMap((key, i) => {
      const id = userId.safeParse(ids[i]);
      return id.success ? [{ id: id.data, byName: key.startsWith(keys.usernameToId("")) }] : [];
    });
    const users = new Map(
      (
        await readUsers(
          redis,
          known.map(({ id }) => id),
        )
      ).map((user) => [user.id, user]),
    );
    const matching = known.flatMap(({ id, byName }) => {
      const user = users.get(id);
      return user && (byName || !user.username.toLowerCase().startsWith(wanted)) ? user : [];
    });
    return [...new Set(matching)];
  });
}

/**
 * Users by id, or by the beginning of their name or e-mail address, whatever its case. Those that match exactly come
 * first; the others are in no order. A page may have fewer entries than the limit, or none, and still be followed by
 * another: one request looks at 50,000 keys of the database at most, or at `most`. Two round trips for the exact matches, one for each
 * thousand keys, and two for each step that finds somebody.
 * @param q not empty
 */
export async function searchUsers(
  q: string,
  limit: number,
  cursor: string | undefined,
  most?: number,
): Promise<UserPage> {
  const wanted = q.toLowerCase();
  const isWhole = ({ id, username, email }: User) =>
    [id, `#${id}`, username.toLowerCase(), email.toLowerCase()].includes(wanted);
  const resumed = decodeCursor(position, cursor);
  let next = resumed?.[0] ?? null;
  const items = resumed ? await withRedis((redis) => readUsers(redis, resumed[1])) : await findExactly(wanted);
  // "#7" begins no name.
  const isOver = resumed ? next === null : wanted.startsWith("#");
  if (!isOver && items.length < limit) {
    for await (const step of scanSteps({ match: patternOf(wanted), type: "string" }, next, most)) {
      next = step.next;
      items.push(...(await readFound(step.found, wanted)).filter((user) => !isWhole(user)));
      if (items.length >= limit) break;
    }
  }
  const rest = items.splice(limit).map(({ id }) => id);
  return { items, nextCursor: next || rest.length > 0 ? encodeCursor([next, rest]) : null };
}
