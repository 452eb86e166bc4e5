import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { getStoredUser, type StoredUser } from "#lib/user/store.ts";

/** A sign-in between the password and the second factor. */

/** How long the second factor can be given. */
const SECONDS = 300;

const pending = z.object({ user_id: z.string(), verified: z.string() });

/** Tells whether password or factors have changed since; the hash itself is nothing to copy around. */
const digestOf = ({ user, passwordHash }: StoredUser) =>
  createHash("sha256").update(`${user.factorsVersion} ${passwordHash}`).digest("base64url");

/** Remembers that somebody knows the password of a user. One round trip. @returns the token with which to go on */
export async function beginPendingSignIn(stored: StoredUser): Promise<string> {
  const token = randomBytes(16).toString("base64url");
  const key = keys.pendingSignIn(token);
  const fields = { user_id: stored.user.id, verified: digestOf(stored) };
  await withRedis((redis) => redis.multi().hSet(key, fields).expire(key, SECONDS).exec());
  return token;
}

/**
 * The user of a sign-in that waits for the second factor. Two round trips.
 * @returns null when the token is unknown or too old, or password, factors or account have changed since
 */
export async function findPendingSignIn(token: string): Promise<StoredUser | null> {
  const found = pending.safeParse(await withRedis((redis) => redis.hGetAll(keys.pendingSignIn(token))));
  if (!found.success) return null;
  const stored = await getStoredUser(found.data.user_id);
  if (!stored || stored.user.disabled || digestOf(stored) !== found.data.verified) return null;
  return stored;
}

/** Ends a sign-in that has got its second factor. One round trip. @returns false when another request did so first */
export async function endPendingSignIn(token: string): Promise<boolean> {
  return (await withRedis((redis) => redis.del(keys.pendingSignIn(token)))) === 1;
}
