import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { type User, userHash } from "#lib/user/schema.ts";
import { parseUser } from "#lib/user/store.ts";

/** The fields of a user that are shown: not the hash of the password. */
const SHOWN = userHash.omit({ password_hash: true, factors_version: true }).keyof().options;

/** Users in the order of their ids; ids that no user has are left out. One round trip for any number. */
export async function readUsers(redis: Redis, ids: readonly string[]): Promise<User[]> {
  const values = await Promise.all(ids.map((id) => redis.hmGet(keys.user(id), SHOWN)));
  return ids.flatMap((id, i) => {
    const present = SHOWN.flatMap((name, n) => (values[i]?.[n] == null ? [] : [[name, values[i][n]] as const]));
    return parseUser(id, Object.fromEntries(present))?.user ?? [];
  });
}
