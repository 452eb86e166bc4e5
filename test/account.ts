import bcrypt from "bcryptjs";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { createSession } from "#lib/session/store.ts";
import type { User } from "#lib/user/schema.ts";
import { getUser } from "#lib/user/store.ts";

/** Accounts for tests, written without the time that it takes to hash a password. */

export const PASSWORD = "the old one";
export const PASSWORD_HASH = bcrypt.hashSync(PASSWORD, 4);
/** From where the tests act. */
export const CLIENT = { address: "203.0.113.7", device: "Firefox on Linux" };

/** Writes an account, whose e-mail address is `<username>@example.com`. */
export async function makeAccount(redis: Redis, id = "1", username = "alice", role = "shopper"): Promise<User> {
  const email = `${username}@example.com`;
  const fields = { username, email, password_hash: PASSWORD_HASH, role, created_at: "1" };
  await redis.hSet(keys.user(id), fields);
  await redis.set(keys.usernameToId(username), id);
  await redis.set(keys.emailToId(email), id);
  await redis.set(keys.userIds, id);
  const user = await getUser(id);
  if (!user) throw new Error("There is no user");
  return user;
}

/** Begins a session of the account. */
export const makeSession = (id: string) => createSession({ id, username: "alice" }, CLIENT.device);
