import { setTimeout as sleep } from "node:timers/promises";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { flatten } from "#lib/redis/script.ts";
import { nowSeconds } from "#lib/time.ts";
import { drawUserId } from "#lib/user/draw-id.ts";
import { hashPassword } from "#lib/user/password.ts";
import { confirmReservation, releaseReservation, reserveName } from "#lib/user/reservation.ts";
import { isInitialAdminName, isReservedName } from "#lib/user/reserved-names.ts";
import { createUserScript } from "#lib/user/scripts/create-user.ts";
import { findStoredUser, parseUser, type StoredUser } from "#lib/user/store.ts";

/** How long a form is remembered: one that is submitted twice, or again after a crash, arrives within this time. */
const FORM_SECONDS = 300;
/**
 * While another submission of the form is creating the user, it is looked up so often, after so many milliseconds each.
 */
const MAX_RETRIES = 20;
const RETRY_MS = 50;

/**
 * A new user; "taken": somebody else has the name, or nobody may have it; "busy": too many passwords are waiting to be
 * hashed.
 */
export type RegisterResult = ({ ok: true } & StoredUser) | { ok: false; reason: "taken" | "busy" };

interface Registration {
  username: string;
  email: string;
  password: string;
  firstName?: string;
  lastName?: string;
  role?: "shopper" | "admin";
  /** whether an operator chose the name, who may give reserved ones too */
  byOperator?: boolean;
}

/** A new user; "repeated": the same form was submitted before, and the user is there. */
export type FormResult = RegisterResult | { ok: false; reason: "repeated" };

/**
 * Creates a user from a form. When the form is submitted twice, or again after a crash, one account is created, and the
 * later submission is "repeated": it has still to sign in, as anybody has. API clients use {@link registerUser}
 * instead, which refuses a name that is taken. The round trips of registerUser and one more.
 * @param formKey drawn for each form, so that nobody else can repeat it
 */
export async function registerFromForm(input: Registration, formKey: string): Promise<FormResult> {
  const name = input.username.toLowerCase();
  const before = await withRedis((redis) =>
    redis.set(keys.registrationForm(formKey), name, { expiration: { type: "EX", value: FORM_SECONDS }, GET: true }),
  );
  const result = await registerUser(input);
  if (result.ok || result.reason !== "taken" || before !== name) return result;
  // The first submission may have reserved the name and not written the user yet.
  for (let retries = 0; retries < MAX_RETRIES; retries++) {
    const found = await findStoredUser(input.username);
    if (found) {
      await withRedis((redis) => confirmReservations(redis, input, found.user.id));
      return { ok: false, reason: "repeated" };
    }
    await sleep(RETRY_MS);
  }
  return result;
}

async function confirmReservations(redis: Redis, input: Registration, id: string): Promise<boolean> {
  const [nameConfirmed] = await Promise.all([
    confirmReservation(redis, keys.usernameToId(input.username), id),
    confirmReservation(redis, keys.emailToId(input.email), id),
  ]);
  return nameConfirmed;
}

/**
 * Reserves the name for an id and writes the user under it. @returns null when the name is taken, "id-taken" when
 * another process has written a user under the id meanwhile
 */
async function writeUser(redis: Redis, input: Registration, id: string, passwordHash: string) {
  const nameKey = keys.usernameToId(input.username);
  const emailKey = keys.emailToId(input.email);
  const [nameReserved] = await Promise.all([reserveName(redis, nameKey, id), reserveName(redis, emailKey, id)]);
  if (!nameReserved) {
    await releaseReservation(redis, emailKey, id);
    return null;
  }
  const hash = {
    username: input.username,
    email: input.email,
    first_name: input.firstName ?? "",
    last_name: input.lastName ?? "",
    password_hash: passwordHash,
    role: input.role ?? "shopper",
    created_at: nowSeconds(),
  };
  if (!(await createUserScript(redis, { user: keys.user(id), rest: flatten(hash) }))) {
    await Promise.all([releaseReservation(redis, nameKey, id), releaseReservation(redis, emailKey, id)]);
    return "id-taken";
  }
  if (await confirmReservations(redis, input, id)) return parseUser(id, hash);
  // This process was suspended for a minute, and somebody else has the name now.
  await redis.del(keys.user(id));
  return null;
}

/**
 * Creates a user. The name is reserved for a minute, the hash is written, then the reservation is confirmed: two
 * registrations at once can't get the same name, and after a crash between any two steps the name is free a minute
 * later. An id that somebody has is never given again, whatever happened to the counter (draw-id.ts).
 *
 * In `email_to_id` an e-mail address belongs to the first user who gives it. Later users register all the same, so
 * nobody can find out whether an address is known. Nothing is sent by e-mail here, so the address gives no access.
 *
 * Six round trips and one bcrypt.
 */
export async function registerUser(input: Registration): Promise<RegisterResult> {
  const { username } = input;
  // The administrator of the configuration is not created by a registration, but at the start (initial-admin.ts).
  if (isInitialAdminName(username) || (!input.byOperator && isReservedName(username)))
    return { ok: false, reason: "taken" };
  if (await withRedis((redis) => redis.exists(keys.usernameToId(username)))) return { ok: false, reason: "taken" };
  const passwordHash = await hashPassword(input.password);
  if (passwordHash === null) return { ok: false, reason: "busy" };
  const created = await withRedis(async (redis) => {
    for (;;) {
      const written = await writeUser(redis, input, await drawUserId(redis), passwordHash);
      if (written !== "id-taken") return written;
    }
  });
  return created ? { ok: true, ...created } : { ok: false, reason: "taken" };
}
