import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { consumePoint, makeRateLimiter } from "#lib/redis/limits/rate-limiter.ts";
import { deleteOtherSessions, renameSessions } from "#lib/session/user-sessions.ts";
import { nowMs } from "#lib/time.ts";
import { digestEmail } from "#lib/user/email-digest.ts";
import { hashPassword } from "#lib/user/password.ts";
import { confirmReservation, releaseReservation, reserveName, retireName } from "#lib/user/reservation.ts";
import { isInitialAdminName, isReservedName } from "#lib/user/reserved-names.ts";
import type { ProfileInput, User } from "#lib/user/schema.ts";
import { changeUser, getUser, INITIAL_ADMIN_ID, type StoredUser } from "#lib/user/store.ts";
import { confirmPassword, type PasswordRefusal } from "./sign-in/authenticate.ts";
import type { Client } from "./sign-in/known-devices.ts";

/** Renames of an account in a day: each keeps a name from everybody for a month. */
const renameLimiter = makeRateLimiter({ prefix: keys.limitRenames, points: 5, durationSeconds: 86_400 });

/** Former e-mail addresses of a user that are remembered. */
const MAX_EMAILS = 20;

export type ProfileResult =
  | { ok: true; user: User }
  /**
   * "taken": somebody else has the name, or nobody may have it; "changed": the user was renamed or deleted meanwhile
   */
  | { ok: false; reason: "taken" | "changed" }
  /** renamed too often; `retryAfter` in seconds */
  | { ok: false; reason: "limited"; retryAfter: number };

/**
 * Saves a profile. A new name is reserved before it is written and confirmed afterwards; the old one is given up last,
 * and for 30 days nobody else can have it. It is written only if the user still has the name that was read, so that of
 * two renames at once one takes effect. A crash between these steps leaves the user with both names or the old one, and
 * saving again completes the change. Four to nine round trips.
 */
export async function changeProfile(user: User, input: ProfileInput): Promise<ProfileResult> {
  const { username, email, firstName, lastName } = input;
  const isRename = username.toLowerCase() !== user.username.toLowerCase();
  const isReserved = user.role === "admin" ? isInitialAdminName(username) : isReservedName(username);
  if (isRename && user.id !== INITIAL_ADMIN_ID && isReserved) return { ok: false, reason: "taken" };
  const name = { new: keys.usernameToId(username), old: keys.usernameToId(user.username) };
  const mail = { new: keys.emailToId(email), old: keys.emailToId(user.email) };
  return withRedis(async (redis): Promise<ProfileResult> => {
    const retryAfter = isRename ? await consumePoint(renameLimiter(redis), user.id) : null;
    if (retryAfter !== null) return { ok: false, reason: "limited", retryAfter };
    const [nameReserved, mailReserved] = await Promise.all([
      reserveName(redis, name.new, user.id),
      reserveName(redis, mail.new, user.id),
    ]);
    // Only what this call has reserved: otherwise it is the user's, or of another call under way.
    const release = () =>
      Promise.all([
        nameReserved && releaseReservation(redis, name.new, user.id),
        mailReserved && releaseReservation(redis, mail.new, user.id),
      ]);
    if (!nameReserved && (await redis.get(name.new)) !== user.id) {
      await release();
      return { ok: false, reason: "taken" };
    }
    if (email !== user.email) await rememberEmails(redis, user.id, [user.email, email]);
    const fields = { username, email, first_name: firstName, last_name: lastName };
    if (!(await changeUser(redis, user.id, { username: user.username }, fields))) {
      await release();
      return { ok: false, reason: "changed" };
    }
    await Promise.all([confirmReservation(redis, name.new, user.id), confirmReservation(redis, mail.new, user.id)]);
    if (username !== user.username) await renameSessions(user.id, username);
    if (isRename) await giveUpName(redis, user);
    if (mail.new !== mail.old) await releaseReservation(redis, mail.old, user.id);
    return { ok: true, user: { ...user, username, email, firstName, lastName } };
  });
}

/**
 * Remembers that a user has had these e-mail addresses, the newest 20, so that codes and purchase limits count what was
 * bought under them. Called before the change with both addresses: of two changes at once, and after a crash, none is
 * missing. One round trip.
 */
async function rememberEmails(redis: Redis, id: string, emails: readonly string[]): Promise<void> {
  const entries = emails.map((email) => ({ score: Math.floor(nowMs()), value: digestEmail(email) }));
  await redis
    .multi()
    .zAdd(keys.userEmails(id), entries)
    .zRemRangeByRank(keys.userEmails(id), 0, -1 - MAX_EMAILS)
    .exec();
}

/** Gives up the name that a user had, unless another rename has given it back meanwhile. Two to four round trips. */
async function giveUpName(redis: Redis, { id, username }: User): Promise<void> {
  const key = keys.usernameToId(username);
  await retireName(redis, key, id);
  const now = (await getUser(id))?.username.toLowerCase();
  if (now !== username.toLowerCase()) return;
  await reserveName(redis, key, id);
  await confirmReservation(redis, key, id);
}

/**
 * Changes a password after checking the current one. All other sessions are ended before and after the change, so a
 * crash in between leaves no session that was opened with the old password. The caller then signs the user in again,
 * which gives this session a new sid too. Seven to nine round trips and two bcrypts.
 * @param keepSid the session of this request
 */
export async function changePassword(
  user: User,
  input: { current: string; password: string },
  keepSid: string,
  client: Client,
): Promise<({ ok: true } & StoredUser) | PasswordRefusal> {
  const confirmed = await confirmPassword(user, input.current, client);
  if (!confirmed.ok) return confirmed;
  const passwordHash = await hashPassword(input.password);
  if (passwordHash === null) return { ok: false, reason: "busy" };
  await deleteOtherSessions(user.id, keepSid);
  const changed = await withRedis((redis) =>
    changeUser(redis, user.id, { passwordHash: confirmed.passwordHash }, { password_hash: passwordHash }),
  );
  // It has changed since it was confirmed. Perhaps the form was sent twice.
  if (!changed) return { ok: false, reason: "mismatch" };
  await deleteOtherSessions(user.id, keepSid);
  return { ok: true, user: (await getUser(user.id)) ?? user, passwordHash };
}
