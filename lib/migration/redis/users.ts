import { z } from "zod";
import type { Change, UserRecord } from "#lib/migration/records/record.ts";
import { keys } from "#lib/redis/keys.ts";
import { flatten } from "#lib/redis/script.ts";
import { fenceOf } from "./fences.ts";
import { followUser } from "./follow-user.ts";
import { leadUser } from "./lead-user.ts";
import { type Led, NOT_LEADING, notLeading, type Side } from "./led.ts";

/** Users in Redis, with the index of their names. */

const userHash = z.object({
  version: z.coerce.number(),
  username: z.string(),
  email: z.string(),
  password_hash: z.string(),
  created_at: z.coerce.number(),
});

/** Two round trips. */
export async function leadUserChange(
  { redis, mode }: Side,
  { id, username, email, passwordHash }: Extract<Change, { verb: "create-user" }>,
): Promise<Led> {
  const user = keys.user(id);
  await redis.set(keys.usernameToId(username), id, { condition: "NX" });
  const rest = flatten({ username, email, password_hash: passwordHash, role: "shopper" });
  const reply = await leadUser(redis, { user, fence: fenceOf(redis, user), mode, rest });
  if (reply[0] === NOT_LEADING) return notLeading;
  if (reply.length === 0) return { ok: true, record: null };
  const [version = 1, createdAt = 0] = reply.map(Number);
  return { ok: true, record: { kind: "user", id, username, email, passwordHash, version, createdAt } };
}

/** Two round trips. @returns whether it was written: the one there was older */
export async function writeUser({ redis }: Side, record: UserRecord): Promise<boolean> {
  const { id, version, username, email, passwordHash, createdAt } = record;
  await redis.set(keys.usernameToId(username), id);
  const fields = { username, email, password_hash: passwordHash, role: "shopper", created_at: createdAt.toFixed(3) };
  return followUser(redis, { user: keys.user(id), version, rest: flatten(fields) });
}

/** One round trip. */
export async function readUser({ redis }: Side, id: string): Promise<UserRecord | null> {
  const hash = userHash.safeParse(await redis.hGetAll(keys.user(id)));
  if (!hash.success) return null;
  const { password_hash: passwordHash, created_at: createdAt, ...rest } = hash.data;
  return { kind: "user", id, ...rest, passwordHash, createdAt };
}
