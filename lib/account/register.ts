import { setTimeout as sleep } from "node:timers/promises";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { nowSeconds } from "#lib/time.ts";
import { hashPassword, verifyPassword } from "#lib/user/password.ts";
import { claim, confirmReservation, releaseReservation } from "#lib/user/reservation.ts";
import { findStoredUser, parseUser, type StoredUser } from "#lib/user/store.ts";

/** A second sending of a form arrives within this time, in seconds. */
const DOUBLE_SUBMIT = 60;

/** A new user; "taken": somebody else has the name; "busy": too many passwords are waiting to be hashed. */
export type RegisterResult = ({ ok: true } & StoredUser) | { ok: false; reason: "taken" | "busy" };

interface Registration {
  username: string;
  email: string;
  password: string;
  role?: "shopper" | "admin";
  /** given, it is not drawn from the counter */
  id?: string;
}

/**
 * Creates a user from a form. A form that was sent twice, or again after a crash, has made one account, and its sender
 * is its owner. A program that registers a name twice is told so instead, by {@link registerUser}.
 */
export async function registerFromForm(input: Registration): Promise<RegisterResult> {
  const result = await registerUser(input);
  return result.ok || result.reason === "busy" ? result : findDouble(input);
}

async function findDouble(input: Registration): Promise<RegisterResult> {
  let found = await findStoredUser(input.username);
  if (!found) {
    // The first sending may be between its claim and its hash.
    await sleep(100);
    found = await findStoredUser(input.username);
  }
  const taken = { ok: false, reason: "taken" } as const;
  if (!found || found.user.email !== input.email) return taken;
  if (Date.now() - Date.parse(found.user.createdAt) > DOUBLE_SUBMIT * 1000) return taken;
  const verdict = await verifyPassword(input.password, found.passwordHash);
  if (verdict !== "yes") return verdict === "busy" ? { ok: false, reason: "busy" } : taken;
  await withRedis((redis) => confirmReservations(redis, input, found.user.id));
  return { ok: true, ...found };
}

async function confirmReservations(redis: Redis, input: Registration, id: string): Promise<boolean> {
  const [name] = await Promise.all([
    confirmReservation(redis, keys.usernameToId(input.username), id),
    confirmReservation(redis, keys.emailToId(input.email), id),
  ]);
  return name;
}

/**
 * Creates a user. The name is claimed for a minute, the hash is written, then the claim is kept: two at once can't
 * have the same name, and a crash between any two steps leaves the name free a minute later.
 *
 * An e-mail address belongs in `email_to_id` to the first who gives it. A later one registers all the same and learns
 * nothing; as nothing is done by e-mail here, it gives them nothing either.
 *
 * Five round trips and one bcrypt.
 */
export async function registerUser(input: Registration): Promise<RegisterResult> {
  const nameKey = keys.usernameToId(input.username);
  const emailKey = keys.emailToId(input.email);
  if (await withRedis((redis) => redis.exists(nameKey))) return { ok: false, reason: "taken" };
  const passwordHash = await hashPassword(input.password);
  if (passwordHash === null) return { ok: false, reason: "busy" };
  const made = await withRedis(async (redis): Promise<StoredUser | null> => {
    const id = input.id ?? String(await redis.incr(keys.userIds));
    const [name] = await Promise.all([claim(redis, nameKey, id), claim(redis, emailKey, id)]);
    if (!name) {
      await releaseReservation(redis, emailKey, id);
      return null;
    }
    const hash = {
      username: input.username,
      email: input.email,
      first_name: "",
      last_name: "",
      password_hash: passwordHash,
      role: input.role ?? "shopper",
      created_at: nowSeconds(),
    };
    await redis.hSet(keys.user(id), hash);
    if (await confirmReservations(redis, input, id)) return parseUser(id, hash);
    // This process stood still for a minute and somebody else has the name now.
    await redis.del(keys.user(id));
    return null;
  });
  return made ? { ok: true, ...made } : { ok: false, reason: "taken" };
}
