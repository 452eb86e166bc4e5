import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { deleteOtherSessions, renameSessions } from "#lib/session/user-sessions.ts";
import { hashPassword } from "#lib/user/password.ts";
import { claim, confirmReservation, releaseReservation } from "#lib/user/reservation.ts";
import type { ProfileInput, User } from "#lib/user/schema.ts";
import { changeUser, getUser, type StoredUser } from "#lib/user/store.ts";
import { confirmPassword, type PasswordRefusal } from "./authenticate.ts";

/** "taken": somebody else has the name; "gone": the user was deleted meanwhile. */
export type ProfileResult = { ok: true; user: User } | { ok: false; reason: "taken" | "gone" };

/**
 * Writes a profile. A new name is claimed before it is written and kept after; the old one is given back last, so a
 * stop between the steps leaves both or the old one, and saving again completes it. Four to six round trips.
 */
export async function changeProfile(user: User, input: ProfileInput): Promise<ProfileResult> {
  const { username, email, firstName, lastName } = input;
  const names = { now: keys.usernameToId(username), before: keys.usernameToId(user.username) };
  const mails = { now: keys.emailToId(email), before: keys.emailToId(user.email) };
  return withRedis(async (redis): Promise<ProfileResult> => {
    const [claimed] = await Promise.all([claim(redis, names.now, user.id), claim(redis, mails.now, user.id)]);
    if (!claimed && (await redis.get(names.now)) !== user.id) {
      if (mails.now !== mails.before) await releaseReservation(redis, mails.now, user.id);
      return { ok: false, reason: "taken" };
    }
    const fields = { username, email, first_name: firstName, last_name: lastName };
    if (!(await changeUser(redis, user.id, "", fields))) {
      await Promise.all([releaseReservation(redis, names.now, user.id), releaseReservation(redis, mails.now, user.id)]);
      return { ok: false, reason: "gone" };
    }
    await Promise.all([confirmReservation(redis, names.now, user.id), confirmReservation(redis, mails.now, user.id)]);
    if (username !== user.username) await renameSessions(user.id, username);
    await Promise.all([
      names.now !== names.before && releaseReservation(redis, names.before, user.id),
      mails.now !== mails.before && releaseReservation(redis, mails.before, user.id),
    ]);
    return { ok: true, user: { ...user, username, email, firstName, lastName } };
  });
}

/**
 * Changes a password for who knows the current one. All sessions but the one that asks end, before and after the
 * change: a stop between the steps leaves no session that somebody opened with the old password. Eight round trips and
 * two bcrypts. The caller then signs the user in anew, which takes a new sid for this session too.
 * @param keepSid the session that asks
 * @param address of the client, for the limits
 */
export async function changePassword(
  user: User,
  input: { current: string; password: string },
  keepSid: string,
  address: string,
): Promise<({ ok: true } & StoredUser) | PasswordRefusal> {
  const confirmed = await confirmPassword(user, input.current, address);
  if (!confirmed.ok) return confirmed;
  const passwordHash = await hashPassword(input.password);
  if (passwordHash === null) return { ok: false, reason: "busy" };
  await deleteOtherSessions(user.id, keepSid);
  const changed = await withRedis((redis) =>
    changeUser(redis, user.id, confirmed.passwordHash, { password_hash: passwordHash }),
  );
  // Somebody has changed it since it was confirmed; the form was sent twice, perhaps.
  if (!changed) return { ok: false, reason: "mismatch" };
  await deleteOtherSessions(user.id, keepSid);
  return { ok: true, user: (await getUser(user.id)) ?? user, passwordHash };
}
