import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { flatten } from "#lib/redis/script.ts";
import { isoTime } from "#lib/time.ts";
import { changeUserScript } from "#lib/user/scripts/change-user.ts";
import { type User, userHash } from "./schema.ts";

/** The configured administrator is user 0, so that the first shopper is user 1, as in the case study. */
export const INITIAL_ADMIN_ID = "0";

/** A user with the hash of their password, which never leaves lib/user and lib/account. */
export interface StoredUser {
  user: User;
  passwordHash: string;
}

/** Parses the hash of a user; null when there is none. */
export function parseUser(id: string, hash: unknown): StoredUser | null {
  const parsed = userHash.safeParse(hash);
  if (!parsed.success) return null;
  const { username, email, first_name, last_name, role, password_hash, disabled_at, created_at } = parsed.data;
  return {
    user: {
      ...{ id, username, email, role },
      firstName: first_name,
      lastName: last_name,
      disabled: disabled_at !== undefined,
      factorsVersion: parsed.data.factors_version,
      createdAt: isoTime(created_at),
    },
    passwordHash: password_hash,
  };
}

/** One user, or null. One round trip. */
export async function getUser(id: string): Promise<User | null> {
  return (await getStoredUser(id))?.user ?? null;
}

/** The names of users by id; ids that no user has are left out. One round trip. */
export async function readUsernames(ids: readonly string[]): Promise<Map<string, string>> {
  const unique = [...new Set(ids)];
  const names = await withRedis((redis) => Promise.all(unique.map((id) => redis.hGet(keys.user(id), "username"))));
  return new Map(unique.flatMap((id, i) => (names[i] ? [[id, names[i]]] : [])));
}

/** One user with the password's hash, or null. One round trip. */
export async function getStoredUser(id: string): Promise<StoredUser | null> {
  return withRedis(async (redis) => parseUser(id, await redis.hGetAll(keys.user(id))));
}

/**
 * The user with a name, ignoring case, or null; also null when the id that has the name is another user's, as after a
 * failover that lost one of the two keys. Two round trips, one for an unknown name.
 */
export async function findStoredUser(username: string): Promise<StoredUser | null> {
  return withRedis(async (redis) => {
    const id = await redis.get(keys.usernameToId(username));
    const found = id === null ? null : parseUser(id, await redis.hGetAll(keys.user(id)));
    return found?.user.username.toLowerCase() === username.toLowerCase() ? found : null;
  });
}

/** What a user must still have for a change to take effect. */
interface Expected {
  passwordHash?: string;
  /** in the very spelling; then the account must not be disabled either */
  username?: string;
}

/**
 * Changes fields of a user who exists; never recreates a deleted user. One round trip.
 * @returns whether the user was changed
 */
export async function changeUser(
  redis: Redis,
  id: string,
  { passwordHash = "", username = "" }: Expected,
  fields: Readonly<Record<string, string>>,
): Promise<boolean> {
  return changeUserScript(redis, { user: keys.user(id), passwordHash, username, rest: flatten(fields) });
}
