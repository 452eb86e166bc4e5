import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { deleteOtherSessions, renameSessions } from "#lib/session/user-sessions.ts";
import { hashPassword } from "#lib/user/password.ts";
import { confirmReservation, releaseReservation, reserveName, retireName } from "#lib/user/reservation.ts";
import { isReservedName } from "#lib/user/reserved-names.ts";
import type { ProfileInput, User } from "#lib/user/schema.ts";
import { changeUser, getUser, type StoredUser } from "#lib/user/store.ts";
import { confirmPassword, type PasswordRefusal } from "./authenticate.ts";
import type { Client } from "./known-devices.ts";

/** "taken": somebody else has the name, or nobody may have it; "gone": the user has been deleted. */
export type ProfileResult = { ok: true; user: User } | { ok: false; reason: "taken" | "gone" };

/**
 * Saves a profile. A new name is reserved before it is written and confirmed afterwards; the old one is released last.
 * A crash between these steps leaves the user with both names or the old one, and saving again completes the change.
 * For 30 days nobody else can have the old name. Four to six round trips.
 */
export async function changeProfile(user: User, input: ProfileInput): Promise<ProfileResult> {
  const { username, email, firstName, lastName } = input;
  const isRename = username.toLowerCase() !== user.username.toLowerCase();
  if (isRename && user.role !== "admin" && isReservedName(username)) return { ok: false, reason: "taken" };
  const name = { new: keys.usernameToId(username), old: keys.usernameToId(user.username) };
  const mail = { new: keys.emailToId(email), old: keys.emailToId(user.email) };
  return withRedis(async (redis): Promise<ProfileResult> => {
    const [reserved] = await Promise.all([
      reserveName(redis, name.new, user.id),
      reserveName(redis, mail.new, user.id),
    ]);
    if (!reserved && (await redis.get(name.new)) !== user.id) {
      if (mail.new !== mail.old) await releaseReservation(redis, mail.new, user.id);
      return { ok: false, reason: "taken" };
    }
    const fields = { username, email, first_name: firstName, last_name: lastName };
    if (!(await changeUser(redis, user.id, "", fields))) {
      await Promise.all([releaseReservation(redis, name.new, user.id), releaseReservation(redis, mail.new, user.id)]);
      return { ok: false, reason: "gone" };
    }
    await Promise.all([confirmReservation(redis, name.new, user.id), confirmReservation(redis, mail.new, user.id)]);
    if (username !== user.username) await renameSessions(user.id, username);
    await Promise.all([
      name.new !== name.old && retireName(redis, name.old, user.id),
      mail.new !== mail.old && releaseReservation(redis, mail.old, user.id),
    ]);
    return { ok: true, user: { ...user, username, email, firstName, lastName } };
  });
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
    changeUser(redis, user.id, confirmed.passwordHash, { password_hash: passwordHash }),
  );
  // It has changed since it was confirmed. Perhaps the form was sent twice.
  if (!changed) return { ok: false, reason: "mismatch" };
  await deleteOtherSessions(user.id, keepSid);
  return { ok: true, user: (await getUser(user.id)) ?? user, passwordHash };
}
