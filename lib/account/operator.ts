import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { deleteOtherSessions } from "#lib/session/user-sessions.ts";
import { nowSeconds } from "#lib/time.ts";
import { hashPassword } from "#lib/user/password.ts";
import type { User } from "#lib/user/schema.ts";
import { changeUser, findStoredUser, parseUser } from "#lib/user/store.ts";

/** What an operator does to users, from the command line or an admin page. Each ends the sessions of the user. */

async function changeAndEndSessions(id: string, fields: Record<string, string>): Promise<boolean> {
  const changed = await withRedis((redis) => changeUser(redis, id, "", fields));
  // After the change: a sign-in under way sees the change, or its session is there to be ended (openUserSession).
  if (changed) await deleteOtherSessions(id, null);
  return changed;
}

/** Gives or takes the role of an administrator. @returns false when there is no such user. Four round trips */
export async function setRole(id: string, role: User["role"]): Promise<boolean> {
  return changeAndEndSessions(id, { role });
}

/** Shuts an account. @returns false when there is no such user. Four round trips */
export async function disableUser(id: string): Promise<boolean> {
  return changeAndEndSessions(id, { disabled_at: nowSeconds() });
}

/** Opens a shut account again. @returns false when it was not shut. One round trip */
export async function enableUser(id: string): Promise<boolean> {
  return (await withRedis((redis) => redis.hDel(keys.user(id), "disabled_at"))) === 1;
}

/** Sets a password that the user has forgotten. @returns false when there is no such user. Four round trips, one bcrypt */
export async function setPassword(id: string, password: string): Promise<boolean> {
  const hash = await hashPassword(password);
  return hash !== null && changeAndEndSessions(id, { password_hash: hash });
}

/** The user that a name or an id stands for, or null. */
export async function findUser(nameOrId: string): Promise<User | null> {
  const byName = await findStoredUser(nameOrId);
  if (byName || !/^\d+$/.test(nameOrId)) return byName?.user ?? null;
  return withRedis(async (redis) => parseUser(nameOrId, await redis.hGetAll(keys.user(nameOrId)))?.user ?? null);
}

/** Users by id, from one on. One round trip after the first. @returns the users and the id to go on with, null at the end */
export async function listUsers(first: number, count: number): Promise<{ users: User[]; next: number | null }> {
  return withRedis(async (redis) => {
    const last = Number((await redis.get(keys.userIds)) ?? 0);
    const ids = Array.from({ length: Math.max(0, Math.min(count, last - first + 1)) }, (_, i) => String(first + i));
    const hashes = await Promise.all(ids.map((id) => redis.hGetAll(keys.user(id))));
    const users = ids.flatMap((id, i) => parseUser(id, hashes[i])?.user ?? []);
    return { users, next: first + count <= last ? first + count : null };
  });
}
