import { withRedis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { type User, userHash } from "./schema.ts";

/** A new user, or the field that somebody else has. */
export type RegisterResult = { ok: true; user: User } | { ok: false; taken: "username" | "email" };

function parseUser(id: string, hash: unknown): (User & { passwordHash: string }) | null {
  const parsed = userHash.safeParse(hash);
  if (!parsed.success) return null;
  const { username, email, role, password_hash } = parsed.data;
  return { id, username, email, role, passwordHash: password_hash };
}

/**
 * Creates a user. Name and e-mail are claimed with SET NX before the hash is written, so two at once can't have the
 * same; a claim that was not used is given back. Four round trips.
 */
export async function registerUser(input: {
  username: string;
  email: string;
  password: string;
}): Promise<RegisterResult> {
  const passwordHash = await hashPassword(input.password);
  return withRedis(async (redis) => {
    const id = String(await redis.incr(keys.userIds));
    const nameKey = keys.usernameToId(input.username);
    if ((await redis.set(nameKey, id, { condition: "NX" })) === null) return { ok: false, taken: "username" };
    if ((await redis.set(keys.emailToId(input.email), id, { condition: "NX" })) === null) {
      await redis.del(nameKey);
      return { ok: false, taken: "email" };
    }
    const hash = {
      username: input.username,
      email: input.email,
      first_name: "",
      last_name: "",
      password_hash: passwordHash,
      role: "shopper" as const,
      created_at: (Date.now() / 1000).toFixed(3),
    };
    await redis.hSet(keys.user(id), hash);
    return { ok: true, user: { id, username: hash.username, email: hash.email, role: hash.role } };
  });
}

/** The user whose name and password these are, else null, after the same time. Two round trips. */
export async function authenticate(username: string, password: string): Promise<User | null> {
  const found = await withRedis(async (redis) => {
    const id = await redis.get(keys.usernameToId(username));
    return parseUser(id ?? "", id ? await redis.hGetAll(keys.user(id)) : {});
  });
  if (!(await verifyPassword(password, found?.passwordHash ?? null)) || !found) return null;
  const { passwordHash: _, ...user } = found;
  return user;
}

/** One user, or null. One round trip. */
export async function getUser(id: string): Promise<User | null> {
  const user = await withRedis(async (redis) => parseUser(id, await redis.hGetAll(keys.user(id))));
  if (!user) return null;
  const { passwordHash: _, ...rest } = user;
  return rest;
}
